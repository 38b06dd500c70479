using System;
using System.IO;

namespace Catch.Game;

/// <summary>A field and the hand above it, which throws: a player's, or by chance where nobody plays.</summary>
internal sealed class Player
{
    // In frames. A hand that has moved this recently throws in that direction.
    private const int Swing = 30;

    // For so long after a key a player is there, and chance throws nothing.
    private const int Attention = 600;

    // How long chance waits for its next throw.
    private const int Pause = 12;

    public Field Field = Field.Empty;
    private int swing, attention, pause;
    private sbyte direction;

    /// <summary>Where the hand is.</summary>
    public int Hand { get; private set; } = Field.Width / 2;

    /// <summary>Where a throw would fly to now.</summary>
    public int Direction => swing > 0 ? direction : 0;

    /// <summary>Whether somebody has pressed a key in the last ten seconds.</summary>
    public bool IsPlayed => attention > 0;

    public Tally Tally { get; } = new Tally();

    /// <summary>A frame of the hand.</summary>
    /// <param name="key">What the player presses.</param>
    /// <param name="dice">Chance, which throws where nobody plays.</param>
    /// <param name="thrown">The throw, if there is one.</param>
    public bool Act(Key key, Dice dice, out Throw thrown)
    {
        swing = Math.Max(swing - 1, 0);
        attention = key == Key.None ? Math.Max(attention - 1, 0) : Attention;
        if (key == Key.Left || key == Key.Right)
        {
            direction = (sbyte)(key == Key.Left ? -1 : 1);
            swing = Swing;
            Hand = Math.Min(Math.Max(Hand + direction, 0), Field.Width - 1);
        }

        thrown = default;
        pause = Field.HasBall ? Pause : pause - 1;
        if (Field.HasBall) return false;
        if (key == Key.Throw) thrown = new Throw(Hand, Direction);
        else if (attention == 0 && pause <= 0) thrown = Throw.Random(dice);
        else return false;
        Hand = thrown.Column;
        Field.Take(thrown);
        return true;
    }

    /// <summary>A move of the field's catcher.</summary>
    public void Move(int action)
    {
        int reward = Field.Move(action);
        if (reward != 0) Tally.Add(reward > 0);
    }

    public void AddTo(ref StateHash hash)
    {
        hash.Add(Field.Bits());
        hash.Add((uint)Hand);
        hash.Add((uint)swing);
        hash.Add((uint)attention);
        hash.Add((uint)pause);
        hash.Add((byte)direction);
    }

    public void Save(BinaryWriter writer)
    {
        Field.Save(writer);
        writer.Write(Hand);
        writer.Write(swing);
        writer.Write(attention);
        writer.Write(pause);
        writer.Write(direction);
        Tally.Save(writer);
    }

    public void Load(BinaryReader reader)
    {
        Field = Field.Load(reader);
        Hand = Saved.Within(reader.ReadInt32(), 0, Field.Width - 1);
        swing = reader.ReadInt32();
        attention = reader.ReadInt32();
        pause = reader.ReadInt32();
        direction = (sbyte)Saved.Within(reader.ReadSByte(), -1, 1);
        Tally.Load(reader);
    }
}
