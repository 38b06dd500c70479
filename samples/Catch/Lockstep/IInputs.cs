using System;
using Catch.Game;

namespace Catch.Lockstep;

/// <summary>Where the inputs of all players come from: from here, from another machine, from a file.</summary>
internal interface IInputs
{
    /// <summary>The inputs of the next frame.</summary>
    /// <param name="match">The game as it stands before that frame.</param>
    /// <param name="inputs">Where each player's input goes.</param>
    /// <returns>Whether there is such a frame; else the game is over.</returns>
    /// <exception cref="DesyncException">The game does not stand where it stands elsewhere.</exception>
    bool Next(Match match, Span<Input> inputs);

    /// <summary>The game is over: what is not compared yet is compared now.</summary>
    /// <exception cref="DesyncException">As above.</exception>
    void Finish(Match match);
}
