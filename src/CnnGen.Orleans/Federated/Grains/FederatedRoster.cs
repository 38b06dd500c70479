using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Orleans;

namespace CnnGen.Orleans;

/// <summary>
/// Whose updates belong to the round, in pages of grain storage, so that one more name rewrites a page and not all of them. Whoever comes while a page is
/// written waits for the next writing, which takes all who wait. The pages of a round overwrite those of the round before.
/// </summary>
internal sealed class FederatedRoster(Func<int, FederatedEntry<FederatedRosterPage>> page)
{
    private const int PageSize = 256;

    private readonly List<FederatedEntry<FederatedRosterPage>> pages = new();
    private readonly List<string> clients = new();
    private readonly HashSet<string> known = new(StringComparer.Ordinal);
    private long round;
    private int stored;
    private Task current = Task.CompletedTask;
    private Task? next;

    /// <summary>How many are stored.</summary>
    public int Count => stored;

    /// <summary>Those that are stored, in the order in which a mean is summed, whoever came first.</summary>
    public string[] Clients => clients.Take(stored).Order(StringComparer.Ordinal).ToArray();

    /// <summary>Reads what there is of a round.</summary>
    public async Task Read(long round)
    {
        Begin(round);
        for (int i = 0; ; i++)
        {
            FederatedRosterPage read = await Page(i).Read();
            if (read.Round != round) break;
            clients.AddRange(read.Clients);
            if (read.Clients.Length < PageSize) break;
        }

        known.UnionWith(clients);
        stored = clients.Count;
    }

    /// <summary>Begins a round with nobody.</summary>
    public void Begin(long round)
    {
        this.round = round;
        clients.Clear();
        known.Clear();
        stored = 0;
    }

    /// <summary>Adds a client, unless it is there. Either way it is stored when the task ends; where that fails nothing here may be trusted.</summary>
    /// <returns>Whether it is new.</returns>
    public async Task<bool> Add(string client)
    {
        bool isNew = known.Add(client);
        if (isNew) clients.Add(client);
        if (stored < clients.Count) await (next ??= StoreBehind(current));
        return isNew;
    }

    /// <summary>Waits until all are stored that have come.</summary>
    public Task Stored() => stored < clients.Count ? next ??= StoreBehind(current) : Task.CompletedTask;

    private async Task StoreBehind(Task before)
    {
        await Task.Yield();   // so that it is the next one before it is the current one
        await before;
        current = next!;
        next = null;
        int count = clients.Count;
        for (int i = stored / PageSize; i * PageSize < count; i++)
        {
            string[] names = clients.GetRange(i * PageSize, Math.Min(PageSize, count - (i * PageSize))).ToArray();
            await Page(i).Write(new FederatedRosterPage { Round = round, Clients = names });
        }

        stored = count;
    }

    private FederatedEntry<FederatedRosterPage> Page(int number)
    {
        while (pages.Count <= number) pages.Add(page(pages.Count));
        return pages[number];
    }
}

/// <summary>A page of a roster.</summary>
[GenerateSerializer, Immutable]
internal sealed class FederatedRosterPage
{
    [Id(0)]
    public long Round { get; set; }

    [Id(1)]
    public string[] Clients { get; set; } = [];
}
