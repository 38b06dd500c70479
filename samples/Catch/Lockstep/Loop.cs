using System;
using Catch.Game;

namespace Catch.Lockstep;

/// <summary>What a game does frame by frame, whoever plays and wherever the inputs come from.</summary>
internal static class Loop
{
    /// <summary>Plays to the end: of the inputs, or after some frame.</summary>
    /// <param name="match">The game.</param>
    /// <param name="inputs">Where all inputs come from.</param>
    /// <param name="recorder">What records it, if anything.</param>
    /// <param name="frames">The last frame.</param>
    /// <param name="behind">Is called behind each frame: draws, waits, saves. Where it returns false the game is over.</param>
    /// <exception cref="DesyncException">The game is no longer the same here and elsewhere.</exception>
    public static void Run(Match match, IInputs inputs, Recorder? recorder, int frames, Func<bool> behind)
    {
        Span<Input> all = stackalloc Input[Match.Players];
        bool goesOn = true;
        while (goesOn && match.Frame < frames && inputs.Next(match, all))
        {
            match.Advance(all);
            recorder?.Add(match, all);
            goesOn = behind();
        }

        inputs.Finish(match);
    }
}
