using System;
using Catch.Game;

namespace Catch.Lockstep;

/// <summary>One player; at the other field chance throws.</summary>
internal sealed class Alone : IInputs
{
    private readonly IPlayer player;

    public Alone(IPlayer player) => this.player = player;

    public bool Next(Match match, Span<Input> inputs)
    {
        inputs[0] = player.Next();
        inputs[1] = new Input(Key.None, inputs[0].Steps);
        return true;
    }

    public void Finish(Match match)
    {
        // There is nothing to compare it with.
    }
}
