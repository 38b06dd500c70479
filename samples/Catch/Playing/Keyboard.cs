using System;
using System.Threading;
using Catch.Game;
using Catch.Lockstep;

namespace Catch.Playing;

/// <summary>The player at this machine: the last key, and the time that there is for practice.</summary>
internal sealed class Keyboard(Func<int> steps, Action quit) : IPlayer
{
    private int pressed;

    /// <summary>Listens on a thread of its own, which costs the game neither time nor memory.</summary>
    public void Listen() => new Thread(ReadKeys) { IsBackground = true, Name = "keys" }.Start();

    public Input Next() => new((Key)Interlocked.Exchange(ref pressed, 0), (ushort)steps());

    private void ReadKeys()
    {
        while (true)
        {
            ConsoleKey key = Console.ReadKey(intercept: true).Key;
            if (key is ConsoleKey.Q or ConsoleKey.Escape) quit();
            Key meant = key switch
            {
                ConsoleKey.LeftArrow or ConsoleKey.A => Key.Left,
                ConsoleKey.RightArrow or ConsoleKey.D => Key.Right,
                ConsoleKey.Spacebar or ConsoleKey.DownArrow or ConsoleKey.S => Key.Throw,
                _ => Key.None,
            };
            if (meant != Key.None) Volatile.Write(ref pressed, (int)meant);
        }
    }
}
