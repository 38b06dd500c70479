using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Layers;
using CnnGen.Generator.Model;
using CnnGen.Generator.Planning;
using CnnGen.Generator.Writing;
using Microsoft.CodeAnalysis.CSharp;

namespace CnnGen.Generator.Emission;

/// <summary>
/// The members that follow from a network's inputs and outputs. Where there are several, Forward and Loss take an argument for each, and the
/// interface's single spans hold all samples of the first, then of the second.
/// </summary>
internal sealed class Ends
{
    private const string Check = "global::CnnGen.Runtime.Check.";

    private readonly NetworkPlan plan;
    private readonly NetworkModel model;
    private readonly string scalar;
    private readonly string span;
    private readonly bool isBatched;

    public Ends(NetworkPlan plan)
    {
        this.plan = plan;
        model = plan.Model;
        scalar = Literals.TypeOf(model.Options.Scalar);
        span = $"global::System.ReadOnlySpan<{scalar}>";
        isBatched = model.Options.Batch > 1;
    }

    /// <summary>The inputs' shapes, with their names where there are several.</summary>
    public static string Inputs(NetworkModel model) =>
        model.HasSeveralInputs ? string.Join(", ", model.Inputs.Select(input => $"{input.Name} {input.Shape}")) : model.Inputs[0].Shape.ToString();

    /// <summary>The outputs' shapes, with their names where there are several.</summary>
    public static string Outputs(NetworkModel model) =>
        model.HasSeveralHeads ? string.Join(", ", model.Heads.Select(head => $"{head.Name} {head.Tensor.Shape}")) : model.Heads[0].Tensor.Shape.ToString();

    /// <summary>The losses and their formulas.</summary>
    public static string Losses(NetworkModel model) => string.Join("; ", model.Judged.Select(head =>
        $"{(model.HasSeveralHeads ? head.Name + ": " : "")}{(head.Weight == 1 ? "" : Text.Number(head.Weight) + " × ")}{head.Loss!.Kind}, " +
        $"{head.Loss.Formula}"));

    /// <summary>An input's or output's name as an argument.</summary>
    public static string Argument(string name) => SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;

    /// <summary>The parameters of Forward.</summary>
    public string ForwardParameters => string.Join(", ", model.Inputs.Select(input => $"{span} {Argument(input.Name)}"));

    /// <summary>What is written over Forward.</summary>
    public void DocumentForward(SourceWriter writer)
    {
        if (!model.HasSeveralInputs)
        {
            writer.Line("/// <inheritdoc/>");
            return;
        }

        writer.Document("summary", $"Runs the network on 1 to {Text.Number(model.Options.Batch)} samples, as many of each input.");
        foreach (Tensor input in model.Inputs) DocumentParameter(writer, input.Name, $"The samples back to back, {input.Shape} each, row-major.");
        string outputs = model.HasSeveralHeads
            ? $"The outputs, all samples of the first, then of the second: {Outputs(model)}"
            : $"The outputs back to back, {Outputs(model)} each";
        writer.Line($"/// <returns>{outputs}; valid until this instance's next Forward.</returns>");
    }

    /// <summary>The statements that check what Forward is given, and count the samples.</summary>
    public void EmitInputChecks(SourceWriter writer)
    {
        string size = model.HasSeveralInputs ? Text.Number(model.Inputs[0].Shape.Count) : "InputSize";
        writer.Line($"{(isBatched ? "int samples = " : "")}{Check}Samples(input, {MemberNames.Activations}, {size}, Batch);");
        foreach (Tensor input in model.Inputs.Skip(1))
        {
            writer.Line(
                $"{Check}Input({Argument(input.Name)}, {MemberNames.Activations}, {Text.Number(input.Shape.Count)}, {(isBatched ? "samples" : "1")}, " +
                $"{Literals.Of(input.Name)});");
        }
    }

    /// <summary>The interface's Forward, whose span holds input after input.</summary>
    public void EmitForward(SourceWriter writer)
    {
        writer.Line(GeneratedCode.Attribute);
        using (writer.Block(Members.Forward.Explicit(scalar)))
        {
            writer.Line($"{(isBatched ? "int samples = " : "")}{Check}Samples(input, {MemberNames.Activations}, InputSize, Batch);");
            int first = 0;
            var parts = new List<string>();
            foreach (Tensor input in model.Inputs)
            {
                parts.Add(Part("input", first, input.Shape.Count));
                first += input.Shape.Count;
            }

            writer.Line($"return Forward({string.Join(", ", parts)});");
        }

        writer.Line();
    }

    /// <summary>A property for each declared output.</summary>
    public void EmitOutputs(SourceWriter writer)
    {
        string samples = model.IsTrainable ? MemberNames.Order + ".Samples" : MemberNames.LastSamples;
        foreach (PlannedHead head in plan.Heads.Where(head => head.Head.Name != null))
        {
            writer.Line();
            writer.Document("summary", $"The output '{head.Head.Name}' of the last Forward: {head.Shape} for each sample; valid until the next one.");
            writer.Line(GeneratedCode.Attribute);
            writer.Line(
                $"public {span} {MemberNames.Property(head.Head)} => {StepsEmitter.PartOf(plan.Output, head.First, head.Shape.Count, isBatched, samples)};");
        }
    }

    /// <summary>A property for the gradient of each input but the first.</summary>
    public void EmitInputGradients(SourceWriter writer)
    {
        int first = model.Inputs[0].Shape.Count;
        foreach (Tensor input in model.Inputs.Skip(1))
        {
            string range = plan.InputGradient is { } slot
                ? StepsEmitter.PartOf(slot, first, input.Shape.Count, isBatched, MemberNames.Order + ".Samples")
                : span + ".Empty";
            first += input.Shape.Count;
            writer.Line();
            string what = plan.InputGradient == null
                ? "Empty: the gradients of the inputs are not computed."
                : $"dE/d{input.Name} of the last Backward: {input.Shape} for each sample; valid until the next Forward or Backward.";
            writer.Document("summary", what);
            writer.Line(GeneratedCode.Attribute);
            writer.Line($"public {span} {MemberNames.GradientProperty(input.Name)} => {range};");
        }
    }

    /// <summary>The overloads of Loss.</summary>
    public void EmitLosses(SourceWriter writer)
    {
        if (!model.HasLoss) return;
        if (plan.Losses.Any(head => head.Loss.TakesLabels)) EmitLoss(writer, head => head.Loss.TakesLabels);
        EmitLoss(writer, _ => false);
    }

    private void EmitLoss(SourceWriter writer, System.Func<PlannedHead, bool> takesLabels)
    {
        writer.Line();
        DocumentLoss(writer, takesLabels);
        writer.Line(GeneratedCode.Attribute);
        string parameters = string.Join(
            ", ", plan.Losses.Select(head => $"global::System.ReadOnlySpan<{(takesLabels(head) ? "int" : scalar)}> {ArgumentOf(head, takesLabels)}"));
        using (writer.Method((Members.LossOfTarget with { Arguments = null }).Public(scalar), $"{parameters}, {scalar} weight = 1"))
        {
            writer.Line($"{MemberNames.Order}.BeforeLoss();");
            foreach (PlannedHead head in plan.Losses)
            {
                string argument = ArgumentOf(head, takesLabels), size = Text.Number(takesLabels(head) ? head.Shape.Positions : head.Shape.Count);
                writer.Line($"{Check}PerSample({argument}.Length, {size}, {MemberNames.Order}.Samples, {Literals.Of(argument.TrimStart('@'))});");
                if (takesLabels(head)) writer.Line(LabelCheck(argument, head));
            }

            if (plan.Defers) writer.Line($"{MemberNames.FormGradients}();   // of what this overwrites");
            foreach (PlannedHead head in plan.Losses)
            {
                string method = takesLabels(head) ? MemberNames.LossOfLabelsOf(plan, head) : MemberNames.LossOfTargetOf(plan, head);
                string weight = head.Head.Weight == 1 ? "weight" : $"({scalar})({Literals.Of(head.Head.Weight, model.Options.Scalar)} * weight)";
                if (takesLabels(head) && head.Loss.WeighsLabels) weight += $", {WeighingEmitter.LabelWeight(plan, head, ArgumentOf(head, takesLabels))}";
                string value = $"{method}({ArgumentOf(head, takesLabels)}, {weight}{(isBatched ? $", {MemberNames.Order}.Samples" : "")})";
                writer.Line(head == plan.Heads[0] ? $"{scalar} loss = {value};" : $"loss = ({scalar})(loss + {value});");
            }

            writer.Aligned(plan.Heads.Where(head => head.LossGradient == null).Select(head => (
                $"{StepsEmitter.PartOf(head.Gradient!, 0, head.Shape.Count, isBatched, MemberNames.Order + ".Samples")}.Clear();",
                $"{head.Head.Name} has no loss")));
            writer.Line($"{MemberNames.Order}.AfterLoss();");
            writer.Line("return loss;");
        }
    }

    private void DocumentLoss(SourceWriter writer, System.Func<PlannedHead, bool> takesLabels)
    {
        if (!model.HasSeveralHeads)
        {
            writer.Line("/// <inheritdoc/>");
            return;
        }

        string gradients = model.Judged.Skip(1).Any() ? "of all outputs together; remembers their gradients" : "of one of its outputs; remembers the gradient";
        writer.Document("summary", $"The loss of the last Forward, {gradients} for Backward.");
        foreach (PlannedHead head in plan.Losses)
        {
            string each = head.Shape.Positions > 1
                ? $"{Text.Number(head.Shape.Positions)} labels for each sample, one for each position"
                : "One label for each sample";
            string target = $"A target of {head.Shape} for each sample{(head.Loss.TakesLabels ? ": class probabilities" : "")}";
            DocumentParameter(writer, head.Head.Name!, $"{(takesLabels(head) ? each : target)}; {head.Loss.Kind}.");
        }

        DocumentParameter(writer, "weight", "A factor of the loss and of its gradient.");
        IEnumerable<string> terms = model.Judged.Select(head => head.Weight == 1 ? head.Name! : $"{Text.Number(head.Weight)} × {head.Name}");
        writer.Line($"/// <returns>The mean over the samples, {string.Join(" + ", terms)}, times the weight.</returns>");
    }

    /// <summary>The interface's Loss, whose spans hold output after output.</summary>
    public void EmitLoss(SourceWriter writer)
    {
        writer.Line(GeneratedCode.Attribute);
        using (writer.Block(Members.LossOfAll.Explicit(scalar)))
        {
            writer.Line($"{MemberNames.Order}.BeforeLoss();");
            if (isBatched) writer.Line($"int samples = {MemberNames.Order}.Samples;");
            string samples = isBatched ? "samples" : "1";
            bool takeLabels = plan.Losses.Any(head => head.Loss.TakesLabels);
            if (takeLabels)
            {
                using (writer.Block("if (labels.IsEmpty)"))
                {
                    writer.Line("// Class probabilities instead.");
                    writer.Line($"{Check}PerSample(targets.Length, {TargetSize}, {samples}, \"targets\");");
                    writer.Line($"return Loss({string.Join(", ", plan.Losses.Select(head => Part("targets", head.First, head.Shape.Count)))}, weight);");
                }

                writer.Line();
            }

            int numbers = 0, positions = 0;
            var arguments = new List<string>();
            foreach (PlannedHead head in plan.Losses)
            {
                arguments.Add(head.Loss.TakesLabels ? Part("labels", positions, head.Shape.Positions) : Part("targets", numbers, head.Shape.Count));
                if (head.Loss.TakesLabels) positions += head.Shape.Positions;
                else numbers += head.Shape.Count;
            }

            writer.Line($"{Check}PerSample(targets.Length, {Text.Number(numbers)}, {samples}, \"targets\");");
            writer.Line($"{Check}PerSample(labels.Length, {Text.Number(positions)}, {samples}, \"labels\");");
            writer.Line($"return Loss({string.Join(", ", arguments)}, weight);");
        }

        writer.Line();
    }

    /// <summary>Numbers of one sample of all targets: of all outputs, where all have a loss.</summary>
    private string TargetSize => plan.Heads.All(head => head.LossGradient != null) ? "OutputSize" : Text.Number(plan.Losses.Sum(head => head.Shape.Count));

    /// <summary>The checks of the labels of any number of samples, output after output.</summary>
    public IEnumerable<string> LabelChecks() => ForLabels((head, labels) => LabelCheck(labels, head));

    /// <summary>A statement for the labels of each output that takes some, where <c>labels</c> are those of all, of any number of samples.</summary>
    /// <param name="statement">The statement, given the output and its labels; none where there is nothing to do.</param>
    public IEnumerable<string> ForLabels(System.Func<PlannedHead, string, string?> statement)
    {
        List<PlannedHead> heads = plan.Losses.Where(head => head.Loss.TakesLabels).ToList();
        if (heads.Count == 1)
        {
            if (statement(heads[0], "labels") is { } one) yield return one;
            yield break;
        }

        yield return $"int samples = labels.Length / {Text.Number(heads.Sum(head => head.Shape.Positions))};";
        int first = 0;
        foreach (PlannedHead head in heads)
        {
            string part = $"labels.Slice({StepsEmitter.OfSamples(first, isBatched: true)}, {StepsEmitter.OfSamples(head.Shape.Positions, isBatched: true)})";
            if (statement(head, part) is { } line) yield return line;
            first += head.Shape.Positions;
        }
    }

    /// <summary>The statements that put what Backward is given where the steps expect it.</summary>
    public void EmitOutputGradients(SourceWriter writer)
    {
        foreach (PlannedHead head in plan.Heads)
        {
            string part = model.HasSeveralHeads ? Part("outputGradient", head.First, head.Shape.Count) : "outputGradient";
            writer.Line($"{part}.CopyTo({StepsEmitter.RangeOf(head.Gradient!, isBatched)});");
        }
    }

    private static string LabelCheck(string labels, PlannedHead head) =>
        $"{Check}Labels({labels}, {Text.Number(head.Shape.Channels)}{(head.Loss.IgnoredLabel is { } ignored ? ", ignored: " + Text.Number(ignored) : "")});";

    private string ArgumentOf(PlannedHead head, System.Func<PlannedHead, bool> takesLabels) =>
        model.HasSeveralHeads ? Argument(head.Head.Name!) : takesLabels(head) ? "labels" : "target";

    private string Part(string whole, int first, int count) =>
        $"{whole}.Slice({StepsEmitter.OfSamples(first, isBatched)}, {StepsEmitter.OfSamples(count, isBatched)})";

    private static void DocumentParameter(SourceWriter writer, string name, string text) => writer.Line($"/// <param name=\"{name}\">{text}</param>");
}
