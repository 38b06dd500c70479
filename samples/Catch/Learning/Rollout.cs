using System;
using System.IO;
using Catch.Game;

namespace Catch.Learning;

/// <summary>
/// What was seen, done and thought in some moves of several fields, and what came of it. Move by move, and in each move field by field. A picture is drawn again
/// when it is needed: a field is five bytes, its picture 576.
/// </summary>
internal sealed class Rollout
{
    private readonly int fields, moves;

    /// <param name="fields">How many fields are played at once.</param>
    /// <param name="moves">How many moves are gathered.</param>
    public Rollout(int fields, int moves)
    {
        this.fields = fields;
        this.moves = moves;
        int count = fields * moves;
        Seen = new Field[count];
        Actions = new byte[count];
        Logarithms = new float[count];
        Values = new float[count];
        Rewards = new sbyte[count];
        Advantages = new float[count];
        Targets = new float[count];
    }

    public int Count => fields * moves;

    /// <summary>The fields before the action.</summary>
    public Field[] Seen { get; }

    public byte[] Actions { get; }

    /// <summary>How likely each action was under the policy that chose it, which the trained one is compared with: the logarithm.</summary>
    public float[] Logarithms { get; }

    /// <summary>What the network then expected.</summary>
    public float[] Values { get; }

    /// <summary>What each action got. What is not 0 ends a ball, and with it all that the action is answerable for.</summary>
    public sbyte[] Rewards { get; }

    /// <summary>How much better than expected each action was.</summary>
    public float[] Advantages { get; }

    /// <summary>What the network is to expect.</summary>
    public float[] Targets { get; }

    /// <summary>
    /// Generalised advantage estimates: the errors of the expectation from each move on, (γλ)ⁿ for that n moves later, up to the end of the ball. J. Schulman
    /// et al., High-dimensional continuous control using generalized advantage estimation, 2015, equation 16.
    /// </summary>
    /// <param name="after">What is expected of each field behind the last move.</param>
    /// <param name="discount">γ: what a reward is worth a move earlier.</param>
    /// <param name="trace">λ: from 0, which trusts the next expectation, to 1, which trusts the rewards alone.</param>
    public void Estimate(ReadOnlySpan<float> after, double discount, double trace)
    {
        for (int field = 0; field < fields; field++)
        {
            double next = after[field], advantage = 0;
            for (int i = Count - fields + field; i >= 0; i -= fields)
            {
                double goesOn = Rewards[i] == 0 ? discount : 0;
                double error = Rewards[i] + (goesOn * next) - Values[i];
                advantage = error + (goesOn * trace * advantage);
                Advantages[i] = (float)advantage;
                Targets[i] = (float)(advantage + Values[i]);
                next = Values[i];
            }
        }
    }

    /// <summary>Shifts and scales the advantages to mean 0 and deviation 1: then one rate of learning fits all rollouts.</summary>
    public void Normalise()
    {
        double sum = 0, squares = 0;
        foreach (float advantage in Advantages) sum += advantage;
        double mean = sum / Count;
        foreach (float advantage in Advantages) squares += (advantage - mean) * (advantage - mean);
        double deviation = Math.Sqrt(squares / Count) + 1e-8;
        for (int i = 0; i < Count; i++) Advantages[i] = (float)((Advantages[i] - mean) / deviation);
    }

    public void Save(BinaryWriter writer)
    {
        for (int i = 0; i < Count; i++)
        {
            Seen[i].Save(writer);
            writer.Write(Actions[i]);
            writer.Write(Logarithms[i]);
            writer.Write(Values[i]);
            writer.Write(Rewards[i]);
            writer.Write(Advantages[i]);
            writer.Write(Targets[i]);
        }
    }

    public void Load(BinaryReader reader)
    {
        for (int i = 0; i < Count; i++)
        {
            Seen[i] = Field.Load(reader);
            Actions[i] = (byte)Saved.Within(reader.ReadByte(), 0, Field.Actions - 1);
            Logarithms[i] = reader.ReadSingle();
            Values[i] = reader.ReadSingle();
            Rewards[i] = reader.ReadSByte();
            Advantages[i] = reader.ReadSingle();
            Targets[i] = reader.ReadSingle();
        }
    }
}
