using CnnGen;
using Orleans;
using Orleans.Hosting;

namespace Document;

public sealed partial class Page
{
    private readonly ISiloBuilder silo = null!;
    private readonly IClusterClient client = null!;
}

[Network(2)]
[Dense(16), Tanh]
[Dense(1)]
public sealed partial class Walker;
