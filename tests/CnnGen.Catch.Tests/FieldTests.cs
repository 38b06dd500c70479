using System;
using System.IO;
using System.Linq;
using Catch.Game;
using Xunit;

namespace Catch.Tests;

/// <summary>The rules of a field.</summary>
public class FieldTests
{
    private const int Left = 0, Stay = 1, Right = 2, Moves = Field.Height - 1;

    [Fact]
    public void Empty_HasNoBall_AndRewardsNothing()
    {
        Field field = Field.Empty;
        Assert.False(field.HasBall);
        for (int i = 0; i < 30; i++) Assert.Equal(0, field.Move(Stay));
    }

    [Fact]
    public void Catcher_StaysInside()
    {
        Field field = Field.Empty;
        for (int i = 0; i < 30; i++) field.Move(Left);
        Assert.Equal(0, field.Catcher);
        for (int i = 0; i < 30; i++) field.Move(Right);
        Assert.Equal(Field.Width - Field.CatcherWidth, field.Catcher);
    }

    /// <summary>Every throw against the ball's path, which is a zigzag between the walls, and every place of the catcher.</summary>
    [Fact]
    public void Ball_FallsBouncing_AndIsCaughtWhereTheCatcherIs()
    {
        for (int column = 0; column < Field.Width; column++)
        {
            for (int drift = -1; drift <= 1; drift++)
            {
                for (int catcher = 0; catcher <= Field.Width - Field.CatcherWidth; catcher++)
                {
                    Field field = Field.Empty;
                    while (field.Catcher > catcher) field.Move(Left);
                    while (field.Catcher < catcher) field.Move(Right);
                    field.Take(new Throw(column, drift));
                    for (int row = 1; row < Moves; row++)
                    {
                        Assert.Equal(0, field.Move(Stay));
                        Assert.Equal((Zigzag(column + (drift * row)), row), (field.BallColumn, field.BallRow));
                    }

                    int end = Zigzag(column + (drift * Moves));
                    Assert.Equal(end >= catcher && end < catcher + Field.CatcherWidth ? 1 : -1, field.Move(Stay));
                    Assert.False(field.HasBall);
                }
            }
        }

        // A wall sends the ball back into the column beside the last one.
        static int Zigzag(int x)
        {
            const int period = 2 * (Field.Width - 1);
            int phase = ((x % period) + period) % period;
            return Math.Min(phase, period - phase);
        }
    }

    [Fact]
    public void EveryThrow_CanBeCaught_FromAnywhere()
    {
        for (int throwAndCatcher = 0; throwAndCatcher < Field.Width * 3 * 2; throwAndCatcher++)
        {
            var thrown = new Throw(throwAndCatcher / 6, (throwAndCatcher / 2 % 3) - 1);
            Field field = Field.Empty;
            for (int i = 0; i < Field.Width; i++) field.Move(throwAndCatcher % 2 == 0 ? Left : Right);
            Field foreseen = field;
            foreseen.Take(thrown);
            while (foreseen.BallRow < Moves - 1) foreseen.Move(Stay);
            field.Take(thrown);
            int reward = 0;
            while (field.HasBall) reward = field.Move(Math.Sign(foreseen.BallColumn - field.Catcher - 1) + 1);
            Assert.Equal(1, reward);
        }
    }

    [Fact]
    public void Picture_ShowsTheBall_WhereItWas_AndTheCatcher()
    {
        Field field = Field.Empty;
        field.Take(new Throw(4, 1));
        field.Move(Stay);
        field.Move(Left);
        float[] picture = [.. Enumerable.Repeat(7f, Field.Width * Field.Height)];
        field.Draw(picture);
        var expected = new float[picture.Length];
        expected[(2 * Field.Width) + 6] = 1;
        expected[Field.Width + 5] = 0.5f;
        for (int i = 0; i < Field.CatcherWidth; i++) expected[((Field.Height - 1) * Field.Width) + 3 + i] = 1;
        Assert.Equal(expected, picture);
    }

    [Fact]
    public void Saved_IsTheSame()
    {
        Field field = Field.Empty;
        field.Take(new Throw(11, 1));
        for (int i = 0; i < 3; i++) field.Move(Right);
        var stream = new MemoryStream();
        field.Save(new BinaryWriter(stream));
        stream.Position = 0;
        Field loaded = Field.Load(new BinaryReader(stream));
        Assert.Equal(field.Bits(), loaded.Bits());
        while (field.HasBall) Assert.Equal(field.Move(Stay), loaded.Move(Stay));
    }
}
