using Catch.Game;
using Xunit;

namespace Catch.Tests;

/// <summary>The hand, and who throws.</summary>
public class PlayerTests
{
    private const int SecondsOfAttention = 10, Second = 60;

    private readonly Dice dice = new(1);

    [Theory]
    [InlineData(new[] { Key.Throw }, 6, 0)]
    [InlineData(new[] { Key.Left, Key.Throw }, 5, -1)]
    [InlineData(new[] { Key.Right, Key.Right, Key.Throw }, 8, 1)]
    [InlineData(new[] { Key.Right, Key.Left, Key.None, Key.Throw }, 6, -1)]
    internal void Throw_GoesWhereTheHandMoved(Key[] keys, int column, int drift)
    {
        var player = new Player();
        Throw thrown = default;
        for (int i = 0; i < keys.Length; i++) Assert.Equal(i == keys.Length - 1, player.Act(keys[i], dice, out thrown));
        Assert.Equal((column, drift), (thrown.Column, thrown.Drift));
        Assert.True(player.Field.HasBall);
    }

    [Fact]
    public void Hand_ThatHasRested_ThrowsStraightDown()
    {
        var player = new Player();
        player.Act(Key.Left, dice, out _);
        for (int i = 0; i < Second / 2; i++) player.Act(Key.None, dice, out _);
        Assert.True(player.Act(Key.Throw, dice, out Throw thrown));
        Assert.Equal((5, 0), (thrown.Column, thrown.Drift));
    }

    [Fact]
    public void Hand_StaysInside()
    {
        var player = new Player();
        for (int i = 0; i < 30; i++) player.Act(Key.Left, dice, out _);
        Assert.Equal(0, player.Hand);
        for (int i = 0; i < 30; i++) player.Act(Key.Right, dice, out _);
        Assert.Equal(Field.Width - 1, player.Hand);
    }

    [Fact]
    public void OneBall_IsThrownAtATime()
    {
        var player = new Player();
        Assert.True(player.Act(Key.Throw, dice, out _));
        for (int i = 0; i < 100; i++) Assert.False(player.Act(Key.Throw, dice, out _));
    }

    [Fact]
    public void Chance_Throws_OnlyWhereNobodyPlays()
    {
        var player = new Player();
        Assert.True(player.Act(Key.None, dice, out _));   // nobody is there yet
        while (player.Field.HasBall) player.Move(1);
        player.Act(Key.Left, dice, out _);
        for (int i = 0; i < (SecondsOfAttention * Second) - 1; i++) Assert.False(player.Act(Key.None, dice, out _));
        Assert.True(player.Act(Key.None, dice, out _));
    }

    [Fact]
    public void Tally_IsOfTheLastHundred()
    {
        var tally = new Tally();
        for (int i = 0; i < 250; i++) tally.Add(i % 2 == 0 || i >= 200);
        Assert.Equal((150, 250), (tally.Caught, tally.Thrown));
        Assert.Equal(0.75, tally.Rate);   // of 150 to 199 a half, then all
    }
}
