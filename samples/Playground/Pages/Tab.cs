namespace Playground.Pages;

/// <summary>What the right side shows.</summary>
public enum Tab
{
    /// <summary>The table of layers.</summary>
    Layers,

    /// <summary>The network as boxes and arrows.</summary>
    Picture,

    /// <summary>What the generator writes.</summary>
    Code,

    /// <summary>How a training goes.</summary>
    Training,

    /// <summary>Where one draws.</summary>
    Pad,
}
