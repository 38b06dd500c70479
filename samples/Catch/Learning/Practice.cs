using System;
using System.IO;
using Catch.Game;
using CnnGen;

namespace Catch.Learning;

/// <summary>
/// How the agent learns: in fields that nobody sees, cut into steps so short that some fit into a frame. A step is either a move in all fields, or, when enough
/// moves are gathered, a step of the optimizer. Nothing is allocated after construction.
/// </summary>
internal sealed class Practice : IDisposable
{
    /// <summary>The samples of one call of the network, and of one step of the optimizer.</summary>
    public const int Shard = 32, Minibatch = 64;

    private const int Fields = 16, Moves = 32, Epochs = 3;
    private const int StepsOfEpoch = Fields * Moves / Minibatch, StepsOfLearning = Epochs * StepsOfEpoch;
    private const double Discount = 0.97, Trace = 0.95;
    private const float LearningRate = 0.001f;

    private readonly Brain brain;
    private readonly Dice dice;
    private readonly ThrowMemory throws;
    private readonly Trainer<float>? trainer;
    private readonly ShardLoss<float> lossOfShard;
    private readonly Rollout rollout = new Rollout(Fields, Moves);
    private readonly Field[] fields = new Field[Fields];
    private readonly int[] order = new int[Fields * Moves];
    private readonly float[] pictures = new float[Minibatch * Brain.InputSize], gradient = new float[Shard * Brain.OutputSize];
    private ReadOnlyMemory<int> minibatch;

    // Of a round: first its moves are made, then come the steps of learning from them.
    private int step, balls, rewards;

    /// <param name="brain">What learns.</param>
    /// <param name="dice">Chance.</param>
    /// <param name="throws">What is to be caught.</param>
    /// <param name="threads">How many threads train. The weights are the same for any number.</param>
    public Practice(Brain brain, Dice dice, ThrowMemory throws, int threads)
    {
        this.brain = brain;
        this.dice = dice;
        this.throws = throws;
        lossOfShard = LossOfShard;
        if (threads > 1) trainer = new Trainer<float>(brain, threads, Shard);
        for (int i = 0; i < order.Length; i++) order[i] = i;
        for (int i = 0; i < Fields; i++)
        {
            fields[i] = Field.Empty;
            fields[i].Take(Throw.Random(dice));
        }
    }

    /// <summary>How many moves were made in all fields together.</summary>
    public long Played { get; private set; }

    /// <summary>What a ball got on average, in each round of moves and learning: 1 where all were caught, −1 where none was.</summary>
    public History Rewards { get; } = new History();

    public void Step()
    {
        if (step < Moves) PlayMove(step * Fields);
        else Learn(step - Moves);
        step++;
        if (step < Moves + StepsOfLearning) return;
        if (balls > 0) Rewards.Add((double)rewards / balls);
        (step, balls, rewards) = (0, 0, 0);
    }

    public void Dispose() => trainer?.Dispose();

    /// <summary>Adds where the practice stands to a hash; what it has gathered will show in the weights.</summary>
    public void AddTo(ref StateHash hash)
    {
        hash.Add((ulong)step);
        foreach (Field field in fields) hash.Add(field.Bits());
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(step);
        writer.Write(balls);
        writer.Write(rewards);
        writer.Write(Played);
        Rewards.Save(writer);
        foreach (Field field in fields) field.Save(writer);
        foreach (int sample in order) writer.Write(sample);
        rollout.Save(writer);
    }

    public void Load(BinaryReader reader)
    {
        step = Saved.Within(reader.ReadInt32(), 0, Moves + StepsOfLearning - 1);
        balls = reader.ReadInt32();
        rewards = reader.ReadInt32();
        Played = reader.ReadInt64();
        Rewards.Load(reader);
        for (int i = 0; i < Fields; i++) fields[i] = Field.Load(reader);
        for (int i = 0; i < order.Length; i++) order[i] = Saved.Within(reader.ReadInt32(), 0, order.Length - 1);
        rollout.Load(reader);
    }

    private void PlayMove(int first)
    {
        ReadOnlySpan<float> outputs = Look();
        for (int field = 0; field < Fields; field++)
        {
            int i = first + field;
            rollout.Seen[i] = fields[field];
            rollout.Values[i] = outputs[(Fields * Field.Actions) + field];
            int action = Softmax.Sample(outputs.Slice(field * Field.Actions, Field.Actions), dice, out rollout.Logarithms[i]);
            rollout.Actions[i] = (byte)action;
            int reward = fields[field].Move(action);
            rollout.Rewards[i] = (sbyte)reward;
            if (reward == 0) continue;
            balls++;
            rewards += reward;
            fields[field].Take(throws.Draw(dice));
        }

        Played += Fields;
    }

    private void Learn(int stepOfLearning)
    {
        if (stepOfLearning == 0)
        {
            rollout.Estimate(Look().Slice(Fields * Field.Actions), Discount, Trace);
            rollout.Normalise();
        }

        int first = stepOfLearning % StepsOfEpoch * Minibatch;
        if (first == 0) dice.Shuffle(order);
        minibatch = order.AsMemory(first, Minibatch);
        for (int i = 0; i < Minibatch; i++) rollout.Seen[order[first + i]].Draw(Picture(i));
        if (trainer == null) LearnByHand();
        else trainer.Train(pictures, lossOfShard, LearningRate);
    }

    /// <summary>What the trainer does, too, on as many threads as it has: half a minibatch and the other half, whose gradients are added, and a step.</summary>
    private void LearnByHand()
    {
        for (int first = 0; first < Minibatch; first += Shard)
        {
            ReadOnlySpan<float> outputs = brain.Forward(pictures.AsSpan(first * Brain.InputSize, Shard * Brain.InputSize));
            Ppo.Loss(rollout, minibatch.Span.Slice(first, Shard), outputs, 1.0 / Minibatch, gradient);
            brain.Backward(gradient);
        }

        brain.Step(LearningRate);
    }

    /// <summary>A mean over the shard, which the trainer weights with its share of the minibatch.</summary>
    private float LossOfShard(int first, ReadOnlySpan<float> outputs, Span<float> gradient) =>
        (float)Ppo.Loss(rollout, minibatch.Span.Slice(first, Shard), outputs, 1.0 / Shard, gradient);

    /// <summary>What the network says of all fields: their logits, and then their values.</summary>
    private ReadOnlySpan<float> Look()
    {
        for (int field = 0; field < Fields; field++) fields[field].Draw(Picture(field));
        return brain.Forward(pictures.AsSpan(0, Fields * Brain.InputSize));
    }

    private Span<float> Picture(int index) => pictures.AsSpan(index * Brain.InputSize, Brain.InputSize);
}
