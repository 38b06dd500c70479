using System;
using System.IO;

namespace Catch.Game;

/// <summary>
/// A field with a catcher at its lower edge, and at most one ball, which falls a row with each move and bounces off the walls. A value of five bytes: a copy of
/// it is all that is needed to see it again.
/// </summary>
internal struct Field
{
    public const int Width = 12, Height = 12;

    /// <summary>How many cells the catcher has.</summary>
    public const int CatcherWidth = 3;

    /// <summary>What the catcher can do with each move: go left, stay, go right.</summary>
    public const int Actions = 3;

    private const int Left = 0, Floor = Height - 1;
    private const byte NoBall = Height;

    private byte ballColumn, ballRow, lastColumn, catcher;
    private sbyte drift;

    /// <summary>A field without a ball, its catcher in the middle.</summary>
    public static Field Empty => new Field { ballRow = NoBall, catcher = (Width - CatcherWidth) / 2 };

    public readonly bool HasBall => ballRow != NoBall;

    public readonly int BallColumn => ballColumn;

    public readonly int BallRow => ballRow;

    /// <summary>The column of the catcher's left end.</summary>
    public readonly int Catcher => catcher;

    public void Take(Throw thrown)
    {
        ballColumn = lastColumn = (byte)thrown.Column;
        ballRow = 0;
        drift = (sbyte)thrown.Drift;
    }

    /// <summary>Moves the catcher, and the ball.</summary>
    /// <param name="action">What the catcher does: 0, 1 or 2.</param>
    /// <returns>1 where the ball was caught, −1 where it was missed, else 0.</returns>
    public int Move(int action)
    {
        catcher = (byte)Math.Min(Math.Max(catcher + action - 1, Left), Width - CatcherWidth);
        if (!HasBall) return 0;

        lastColumn = ballColumn;
        if (ballColumn + drift < 0 || ballColumn + drift >= Width) drift = (sbyte)-drift;
        ballColumn = (byte)(ballColumn + drift);
        ballRow++;
        if (ballRow < Floor) return 0;
        ballRow = NoBall;
        return ballColumn >= catcher && ballColumn < catcher + CatcherWidth ? 1 : -1;
    }

    /// <summary>Draws what the agent sees: the ball, behind it where it was before, and the catcher.</summary>
    /// <param name="picture">Height × Width numbers, row by row.</param>
    public readonly void Draw(Span<float> picture)
    {
        picture.Clear();
        if (HasBall)
        {
            if (ballRow > 0) picture[((ballRow - 1) * Width) + lastColumn] = 0.5f;
            picture[(ballRow * Width) + ballColumn] = 1;
        }

        picture.Slice((Floor * Width) + catcher, CatcherWidth).Fill(1);
    }

    /// <summary>Five bytes in one number.</summary>
    public readonly ulong Bits() =>
        ballColumn | ((ulong)ballRow << 8) | ((ulong)lastColumn << 16) | ((ulong)catcher << 24) | ((ulong)(byte)drift << 32);

    public readonly void Save(BinaryWriter writer) => writer.Write(Bits());

    public static Field Load(BinaryReader reader)
    {
        ulong bits = reader.ReadUInt64();
        return new Field
        {
            ballColumn = (byte)Saved.Within((byte)bits, 0, Width - 1),
            ballRow = (byte)Saved.Within((byte)(bits >> 8), 0, NoBall),
            lastColumn = (byte)Saved.Within((byte)(bits >> 16), 0, Width - 1),
            catcher = (byte)Saved.Within((byte)(bits >> 24), 0, Width - CatcherWidth),
            drift = (sbyte)Saved.Within(unchecked((sbyte)(byte)(bits >> 32)), -1, 1),
        };
    }
}
