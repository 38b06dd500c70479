namespace Catch.Peers;

internal static class Program
{
    private static void Main(string[] arguments) => PeerGame.Play(arguments);
}
