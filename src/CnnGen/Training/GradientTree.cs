using System;
using System.Threading;
using CnnGen.Runtime;

namespace CnnGen.Training;

/// <summary>Adds the gradients and losses of shards along a fixed binary tree over their numbers.</summary>
/// <remarks>
/// <para>
/// Of n shards the largest power of two below n goes left, and so on down: the nodes are aligned blocks of 2, 4, 8, … shards. Of two
/// siblings the thread that comes first leaves its sum where the other finds it, and goes on; who comes second adds both. Nobody waits,
/// and neither the threads nor their order show in a sum. An aligned block is whole by itself, so a part of the shards could as well be
/// computed elsewhere.
/// </para>
/// <para>
/// Near the root there would be more threads than sums to make: the last few blocks, two or so for each thread, are added range by range,
/// which the threads share out (<see cref="AddRange"/>).
/// </para>
/// <para>A sum that nobody uses is zero. Their number follows from the shards and the threads, so only a batch of more shards than ever before
/// allocates.</para>
/// </remarks>
/// <typeparam name="T">The network's number type.</typeparam>
internal sealed class GradientTree<T> where T : unmanaged
{
    /// <summary>Ranges of gradients are multiples of so many, so that threads never write to one cache line, and vectors fit.</summary>
    public const int Alignment = 16;

    private readonly int length;
    private readonly int threads;

    // Of the last few blocks, the sum of each.
    private readonly Sum[] blocks;

    private Sum[] sums = Array.Empty<Sum>();

    // For each node but the leaves, by the first shard of its right child: 1 and the number of the child's sum that waits there for the other.
    private int[] waiting = Array.Empty<int>();

    private int shards;
    private int levels;       // of each of the last blocks
    private int blockCount;

    /// <summary>A tree for as many gradients as some memory has, with a sum for each thread.</summary>
    /// <param name="length">The gradients.</param>
    /// <param name="given">Memory of so many that nobody needs, all zero: of each replica its own.</param>
    public GradientTree(int length, AlignedMemory<T>[] given)
    {
        this.length = length;
        threads = given.Length + 1;
        blocks = new Sum[2 * threads];
        foreach (AlignedMemory<T> memory in given) Add(memory);
        if (threads > 1) Prepare(threads, threads);
    }

    /// <summary>How many sums a batch needs at most.</summary>
    /// <param name="shards">Its shards.</param>
    /// <param name="threads">Threads that compute them.</param>
    /// <returns>The number.</returns>
    public static int MostSums(int shards, int threads)
    {
        int levels = LevelsOf(shards, threads), blocks = BlocksOf(shards, levels);

        // One thread goes from left to right, and adds each odd shard to the one before.
        if (threads == 1) return blocks - 1 + Math.Max(1, levels);

        // A block is one sum, and one more on each level for every shard in it that is not done.
        return (int)Math.Min(shards, blocks + ((long)threads * levels));
    }

    /// <summary>Begins a batch.</summary>
    /// <param name="shards">1 or more.</param>
    /// <param name="members">Threads that may compute them.</param>
    public void Prepare(int shards, int members)
    {
        this.shards = shards;
        levels = LevelsOf(shards, members);
        blockCount = BlocksOf(shards, levels);
        if (waiting.Length < shards) waiting = new int[shards];
        for (int most = Math.Max(MostSums(shards, threads), MostSums(shards, 1)); sums.Length < most;) Add(new AlignedMemory<T>(length));
    }

    /// <summary>A shard's place in the tree. Where only a sum is missing to which the shard is the last term, that is what it is added to.</summary>
    /// <param name="shard">The shard.</param>
    /// <returns>Where its gradients are to be added.</returns>
    public Node Begin(int shard)
    {
        for (int level = 0; level < levels; level++)
        {
            if (!HasSibling(shard, level, out int parent)) continue;
            int found = Interlocked.Exchange(ref waiting[parent], 0);
            return found == 0 ? new Node(Take(), level) : new Node(sums[found - 1], level + 1);
        }

        return new Node(Take(), levels);
    }

    /// <summary>The gradients and the loss of a shard are in its sum: adds it to all that are complete now.</summary>
    /// <param name="shard">The shard.</param>
    /// <param name="node">What <see cref="Begin"/> returned.</param>
    public void End(int shard, Node node)
    {
        Sum sum = node.Sum;
        for (int level = node.Level; level < levels; level++)
        {
            if (!HasSibling(shard, level, out int parent)) continue;
            int found = Interlocked.CompareExchange(ref waiting[parent], sum.Number + 1, 0);
            if (found == 0) return;
            Volatile.Write(ref waiting[parent], 0);
            Sum other = sums[found - 1];
            Numbers.AddAndClear(sum.Gradients.Slice(0, Whole), other.Gradients.Slice(0, Whole));
            sum.Loss += other.Loss;
            Release(other);
        }

        blocks[shard >> levels] = sum;
    }

    /// <summary>Adds a range of the sum over all shards to what stands elsewhere, and clears it here.</summary>
    /// <param name="target">What it is added to: as many numbers as the range has, a multiple of <see cref="Alignment"/>.</param>
    /// <param name="first">The first of the range, a multiple too.</param>
    public void AddRange(Span<T> target, int first)
    {
        int count = target.Length;
        for (int step = 1; step < blockCount; step *= 2)
        {
            for (int left = 0; left + step < blockCount; left += 2 * step) Numbers.AddAndClear(Range(left), Range(left + step));
        }

        Numbers.AddAndClear(target, Range(0));

        Span<T> Range(int block) => blocks[block].Gradients.Slice(first, count);
    }

    /// <summary>Ends a batch of which all ranges have been added.</summary>
    /// <returns>The sum of the losses.</returns>
    public double End()
    {
        for (int step = 1; step < blockCount; step *= 2)
        {
            for (int left = 0; left + step < blockCount; left += 2 * step) blocks[left].Loss += blocks[left + step].Loss;
        }

        double loss = blocks[0].Loss;
        for (int i = 0; i < blockCount; i++) Release(blocks[i]);
        return loss;
    }

    /// <summary>Forgets a batch that has failed.</summary>
    public void Clear()
    {
        Array.Clear(waiting, 0, waiting.Length);
        foreach (Sum sum in sums)
        {
            sum.Gradients.Slice(0, Whole).Clear();
            Release(sum);
        }
    }

    /// <summary>All gradients, and what lies between the last of them and the next multiple.</summary>
    public int Whole => (length + Alignment - 1) / Alignment * Alignment;

    private static int LevelsOf(int shards, int threads)
    {
        int levels = 0;
        while ((long)threads << (levels + 1) <= shards) levels++;
        return levels;
    }

    private static int BlocksOf(int shards, int levels) => ((shards - 1) >> levels) + 1;

    /// <summary>Whether there are shards in the other half of what encloses a block, and where the halves meet.</summary>
    private bool HasSibling(int shard, int level, out int parent)
    {
        int block = shard >> level;
        parent = (block | 1) << level;
        return (block & 1) == 1 || parent < shards;
    }

    private void Add(AlignedMemory<T> memory)
    {
        Array.Resize(ref sums, sums.Length + 1);
        sums[sums.Length - 1] = new Sum(memory, sums.Length - 1);
    }

    /// <summary>A sum that nobody uses; there is always one, though a thread may see it late.</summary>
    private Sum Take()
    {
        while (true)
        {
            foreach (Sum sum in sums)
            {
                if (sum.TryTake()) return sum;
            }
        }
    }

    private static void Release(Sum sum)
    {
        sum.Loss = 0;
        sum.Release();
    }

    /// <summary>A sum in use, and the level of the block that it is the sum of once a shard has been added.</summary>
    internal readonly struct Node
    {
        /// <summary>A node.</summary>
        public Node(Sum sum, int level)
        {
            Sum = sum;
            Level = level;
        }

        /// <summary>The sum.</summary>
        public Sum Sum { get; }

        /// <summary>0 for a shard, 1 for two, and so on.</summary>
        public int Level { get; }
    }

    /// <summary>Gradients and a loss.</summary>
    internal sealed class Sum
    {
        private int isTaken;

        /// <summary>A sum of nothing.</summary>
        public Sum(AlignedMemory<T> gradients, int number)
        {
            Gradients = gradients;
            Number = number;
        }

        /// <summary>Its number among all.</summary>
        public int Number { get; }

        /// <summary>The gradients.</summary>
        public AlignedMemory<T> Gradients { get; }

        /// <summary>The loss.</summary>
        public double Loss { get; set; }

        /// <summary>Takes it, if nobody has it.</summary>
        public bool TryTake() => Volatile.Read(ref isTaken) == 0 && Interlocked.CompareExchange(ref isTaken, 1, 0) == 0;

        /// <summary>Gives it back, all zero.</summary>
        public void Release() => Volatile.Write(ref isTaken, 0);
    }
}
