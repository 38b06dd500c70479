using System;
using CnnGen.Runtime;
using Xunit;

namespace CnnGen.Tests;

public sealed class CallOrderTests
{
    [Fact]
    public void New_HasNoSamplesAndAllowsNothing()
    {
        var order = new CallOrder();
        Assert.Equal(0, order.Samples);
        AssertRefused(order.BeforeLoss, "Loss needs a Forward");
        AssertRefused(order.BeforeBackward, "Backward needs a Forward");
        AssertRefused(order.BeforeBackwardFromLoss, "Backward() needs a Loss");
    }

    [Fact]
    public void AfterForward_AllowsLossAndBackwardFromAGradient()
    {
        CallOrder order = AfterForward(3);
        Assert.Equal(3, order.Samples);
        order.BeforeLoss();
        order.BeforeBackward();
        AssertRefused(order.BeforeBackwardFromLoss, "needs a Loss after the last Forward");
    }

    [Fact]
    public void AfterLoss_AllowsAnotherLossAndEitherBackward()
    {
        CallOrder order = AfterLoss();
        order.BeforeLoss();
        order.BeforeBackward();
        order.BeforeBackwardFromLoss();
    }

    // Before… asks and changes nothing: a Loss that was allowed but then threw on its target has not happened.
    [Fact]
    public void BeforeLossAlone_IsNotALoss()
    {
        CallOrder order = AfterForward();
        order.BeforeLoss();
        AssertRefused(order.BeforeBackwardFromLoss, "needs a Loss");
    }

    [Fact]
    public void AfterBackward_AllowsLossButNoSecondBackward()
    {
        CallOrder order = AfterLoss();
        order.AfterBackward();
        order.BeforeLoss();
        order.AfterLoss();
        AssertRefused(order.BeforeBackwardFromLoss, "one Backward for each Forward");
        AssertRefused(order.BeforeBackward, "one Backward for each Forward");
    }

    [Theory]
    [InlineData("Step")]
    [InlineData("SetParameters")]
    [InlineData("SetBuffers")]
    public void AfterChange_AllowsLossButNoBackwardAndSaysWhy(string call)
    {
        CallOrder order = AfterLoss();
        order.AfterChange(call);
        Assert.Equal(1, order.Samples);
        order.BeforeLoss();
        order.AfterLoss();
        AssertRefused(order.BeforeBackward, $"a Forward after {call}");
        AssertRefused(order.BeforeBackwardFromLoss, $"a Forward after {call}");
    }

    [Fact]
    public void ChangeBeforeTheFirstForward_IsForgottenByIt()
    {
        var order = new CallOrder();
        order.AfterChange("SetParameters");
        AssertRefused(order.BeforeBackward, "Backward needs a Forward before it");
        order.AfterForward(1);
        order.BeforeBackward();
    }

    [Fact]
    public void AnotherForward_StartsAfresh()
    {
        CallOrder order = AfterLoss();
        order.AfterBackward();
        order.AfterChange("Step");
        order.AfterForward(2);
        Assert.Equal(2, order.Samples);
        order.BeforeBackward();
        AssertRefused(order.BeforeBackwardFromLoss, "needs a Loss after the last Forward");
        order.AfterLoss();
        order.BeforeBackwardFromLoss();
    }

    [Fact]
    public void Refusal_ChangesNothing()
    {
        CallOrder order = AfterForward(2);
        AssertRefused(order.BeforeBackwardFromLoss, "needs a Loss");
        Assert.Equal(2, order.Samples);
        order.BeforeLoss();
        order.BeforeBackward();
    }

    [Fact]
    public void NoLoss_NamesNetworkAndWhatItLacks()
    {
        InvalidOperationException exception = CallOrder.NoLoss("LeNet", "declares no loss");
        Assert.Equal("LeNet declares no loss.", exception.Message);
    }

    private static CallOrder AfterForward(int samples = 1)
    {
        var order = new CallOrder();
        order.AfterForward(samples);
        return order;
    }

    private static CallOrder AfterLoss()
    {
        CallOrder order = AfterForward();
        order.AfterLoss();
        return order;
    }

    private static void AssertRefused(Action call, string reason) =>
        Assert.Contains(reason, Assert.Throws<InvalidOperationException>(call).Message, StringComparison.Ordinal);
}
