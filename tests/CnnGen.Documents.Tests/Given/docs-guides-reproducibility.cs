using CnnGen;

namespace Document;

[Network(4), Dense(2)]
public sealed partial class Agent { }

public sealed partial class Page
{
    private readonly Agent agent = new(seed: 1);
}
