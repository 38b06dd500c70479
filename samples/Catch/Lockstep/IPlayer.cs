using Catch.Game;

namespace Catch.Lockstep;

/// <summary>Who plays on this machine: somebody at a keyboard, a program.</summary>
internal interface IPlayer
{
    /// <summary>What the player does next.</summary>
    Input Next();
}
