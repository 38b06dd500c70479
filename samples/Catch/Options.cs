namespace Catch;

/// <summary>What the command line says.</summary>
/// <param name="Fast">As fast as it goes, instead of sixty frames a second.</param>
/// <param name="Budget">Milliseconds of practice a frame; null: <paramref name="Steps"/> decides.</param>
/// <param name="Steps">Steps of practice a frame.</param>
/// <param name="Frames">Behind which frame it ends.</param>
/// <param name="Seed">What all begins with; null: a checkpoint's, a recording's or the host's, else <see cref="DefaultSeed"/>.</param>
/// <param name="Threads">Threads that train.</param>
/// <param name="Host">The port on which another player is waited for.</param>
/// <param name="Join">Where another player waits.</param>
/// <param name="Record">The file in which the game is recorded.</param>
/// <param name="Replay">The recording that is played.</param>
/// <param name="Checkpoint">The file that the game is saved in and goes on from.</param>
/// <param name="Chart">The file for the chart.</param>
internal sealed record Options(
    bool Fast, double? Budget, int Steps, int Frames, int? Seed, int Threads, int? Host, (string Host, int Port)? Join, string? Record, string? Replay,
    string? Checkpoint, string Chart)
{
    public const int DefaultSteps = 8, DefaultFramesOfFast = 20_000, DefaultSeed = 1;
    public const string DefaultChart = "catch.svg";
}
