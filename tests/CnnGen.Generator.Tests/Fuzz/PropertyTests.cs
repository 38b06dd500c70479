using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Xunit;

namespace CnnGen.Generator.Tests.Fuzz;

/// <summary>What holds of every chain of layers. A chain that fails is shrunk and printed.</summary>
public class PropertyTests
{
    /// <summary>The generator neither throws nor runs twice for equal sources, and what it emits, network or stub, compiles without a warning.</summary>
    [Fact]
    public void EveryChain_IsCompletedWhereItFits_AndRefusedWhereNot()
    {
        int completed = 0, refused = 0, graphs = 0;
        Property.Holds(Chains.All, stream: 1, draws: 100, chain =>
        {
            bool fits = chain.Shapes() != null;
            // fails on an exception, and on a step that is not cached
            GeneratorRun run = GeneratorRun.Of(Source.Network(chain.Attributes)).CompilesStrictly();
            string[] errors = run.Diagnostics
                .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
                .Select(diagnostic => $"{diagnostic.Id}: {diagnostic.GetMessage()}")
                .ToArray();
            Assert.True(fits == (errors.Length == 0), fits ? $"Refused, though it fits: {string.Join("\n", errors)}" : "Completed, though it does not fit.");
            if (fits) completed++;
            else refused++;
            if (fits && (chain.Attributes.Contains("\")", StringComparison.Ordinal) || chain.Side != null)) graphs++;
        });

        // Draws of one kind alone would prove half of it.
        Assert.True(
            completed >= 25 && refused >= 25 && graphs >= 15, $"{completed} completed, {refused} refused, {graphs} of the completed with named tensors");
    }

    [Fact]
    public void WhatBuilds_Runs_AndSaysItsShapes() =>
        Property.Holds(Chains.Fitting, stream: 2, draws: 40, chain =>
        {
            int[][] shapes = chain.Shapes()!;
            CompiledNetworks compiled = CompiledNetworks.Compile(new Dictionary<string, string> { ["Net"] = chain.Attributes });
            Assert.Equal(1, Running.All(compiled.TypeOf("Net").Assembly, chain.Attributes));

            // A dense layer reads the list of what comes in; what goes on from a tensor reads that.
            var description = (NetworkDescription)compiled.TypeOf("Net").GetProperty("Description")!.GetValue(null)!;
            int[][] inputs = chain.Links.Select((link, i) => (Shape: i == 0 ? chain.Input : shapes[i - 1], link.Attribute))
                .Select((input, i) => input.Attribute.StartsWith("From", StringComparison.Ordinal) ? shapes[i]
                    : input.Attribute.StartsWith("Dense", StringComparison.Ordinal) ? [Count(input.Shape)] : input.Shape)
                .ToArray();
            Assert.Equal(inputs, description.Layers.Select(layer => layer.InputShape.ToArray()));
            Assert.Equal(shapes, description.Layers.Select(layer => layer.OutputShape.ToArray()));
            Assert.Equal(chain.Side == null ? [chain.Input] : [chain.Input, chain.Side], description.Inputs.Select(input => input.Shape.ToArray()));
            int[][] outputs = [.. shapes.Where((_, i) => chain.Links[i].Attribute.StartsWith("Output", StringComparison.Ordinal))];
            Assert.Equal(outputs.Length == 0 ? [shapes[^1]] : outputs, description.Outputs.Select(output => output.Shape.ToArray()));
            if (chain.Side == null) Assert.Equal(chain.Input, description.InputShape);
            if (outputs.Length == 0) Assert.Equal(shapes[^1], description.OutputShape);
        });

    private static int Count(int[] shape) => shape.Aggregate((left, right) => left * right);
}
