using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen;
using WorkedExamples.Cases;
using WorkedExamples.Notes;
using WorkedExamples.Output;
using WorkedExamples.Running;

namespace WorkedExamples;

/// <summary>Runs one example and prints it from top to bottom: what goes in, forward, backward, one step, what agrees.</summary>
internal sealed class Presentation(Page page, IReadOnlyDictionary<string, ExpectedCase> cases, Agreement agreement)
{
    public void Show(Example example)
    {
        ExpectedCase expected = cases[example.Name];
        ITrainableNetwork<double> network = example.Create();
        Introduce(expected);

        // The numbers would not fit a declaration with other parameters.
        if (!Comparison.OfDeclaration(expected, network.Description, agreement)) return;
        int comparedBefore = agreement.ComparedWithFile, disagreedBefore = agreement.Disagreements.Count;
        LayerRun[] layers = Chain.Run(example, network.Description, expected);
        NetworkRun run = NetworkRun.Of(network, expected);
        var notes = new NoteContext(page, agreement, expected, run, layers, cases);

        Given(expected, layers);
        Forward(expected, layers, run);
        Backward(example, notes);
        if (example.Notes is not null)
        {
            page.Heading("Written out");
            example.Notes(notes);
            page.Line();
        }

        Step(expected, network.Description, run);

        page.Heading("Agreement");
        Comparison.WithFile(expected, network.Description, run, agreement);
        double difference = Comparison.OfBothWays(expected, run, layers, agreement);
        if (layers.Length > 1)
        {
            page.Line($"The whole network in one class gives the same numbers as its {layers.Length} layers one by one{Closeness(difference)}.");
        }

        int compared = agreement.ComparedWithFile - comparedBefore;
        int disagreed = agreement.Disagreements.Count - disagreedBefore;
        page.Line(disagreed == 0 ? $"All {compared} numbers agree with by-hand.json." : $"{Numbers.Counted(disagreed, "disagreement")}, named at the end.");
        page.Line();
    }

    private void Introduce(ExpectedCase expected)
    {
        page.Title(expected.Name);
        page.Paragraph(expected.About);
        page.Line();
        foreach (string layer in expected.Declaration) page.Line($"  [{layer}]");
        page.Line();
    }

    private void Given(ExpectedCase expected, LayerRun[] layers)
    {
        page.Heading("Given");
        page.Tensor($"input  {Sized(expected, expected.InputShape)}", expected.Input, Axis.OfActivation(expected.Batch, expected.InputShape));
        foreach (ParameterRun parameter in layers.SelectMany(layer => layer.Parameters))
        {
            page.Tensor($"{parameter.Tensor.Name}  {Numbers.Shape(parameter.Tensor.Shape)}", parameter.Values, Axis.OfParameter(parameter.Tensor.Shape));
        }

        if (expected.Target is not null) page.Tensor("target", expected.Target, Axis.OfActivation(expected.Batch, [expected.Target.Length]));
        if (expected.Labels is not null) page.Line($"label  {string.Join(" ", expected.Labels)}");
        page.Line();
    }

    private void Forward(ExpectedCase expected, LayerRun[] layers, NetworkRun run)
    {
        page.Heading("Forward");
        foreach (LayerRun layer in layers)
        {
            IReadOnlyList<int> shape = layer.Layer.OutputShape;
            page.Tensor($"{layer.Layer.Name} output  {Sized(expected, shape)}", layer.Output, Axis.OfActivation(expected.Batch, shape));
        }

        if (run.Loss is double loss) page.Tensor("loss", [loss], []);
        page.Line();
    }

    private void Backward(Example example, NoteContext notes)
    {
        ExpectedCase expected = notes.Expected;
        IReadOnlyList<LayerRun> layers = notes.Layers;
        page.Heading("Backward, from the last layer to the first");
        LayerDescription last = layers[^1].Layer;
        page.Tensor(
            $"gradient at the output of {last.Name}  {Sized(expected, last.OutputShape)}: {LossGradient.Explanation(expected)}",
            layers[^1].OutputGradient, Axis.OfActivation(expected.Batch, last.OutputShape));
        for (int i = layers.Count - 1; i >= 0; i--)
        {
            LayerRun layer = layers[i];
            foreach (ParameterRun parameter in layer.Parameters)
            {
                page.Tensor($"gradient of {parameter.Tensor.Name}", parameter.Gradient, Axis.OfParameter(parameter.Tensor.Shape));
            }

            if (layer.Layer.Kind == "MaxPool") PoolRouting.Write(notes, layer, example.Pool!);

            // In the shape of what lies before: a dense layer would show it flat.
            IReadOnlyList<int> shape = i == 0 ? expected.InputShape : layers[i - 1].Layer.OutputShape;
            string before = i == 0 ? "" : $", which is the output of {layers[i - 1].Layer.Name}";
            page.Tensor($"gradient at the input of {layer.Layer.Name}{before}", layer.InputGradient, Axis.OfActivation(expected.Batch, shape));
        }

        page.Line();
    }

    private void Step(ExpectedCase expected, NetworkDescription network, NetworkRun run)
    {
        if (run.AfterOneStep is null) return;
        page.Heading($"After one step: parameter - {Numbers.Text(expected.LearningRate!.Value)} · gradient");
        foreach (TensorDescription tensor in network.Parameters)
        {
            page.Tensor(tensor.Name, run.AfterOneStep[tensor.Offset..(tensor.Offset + tensor.Count)], Axis.OfParameter(tensor.Shape));
        }

        page.Line();
    }

    private static string Sized(ExpectedCase expected, IReadOnlyList<int> shape) =>
        expected.Batch == 1 ? Numbers.Shape(shape) : $"{expected.Batch} samples of {Numbers.Shape(shape)}";

    private static string Closeness(double difference) =>
        difference == 0 ? " to the last bit" : FormattableString.Invariant($", to within {difference:0.0e+0}");
}
