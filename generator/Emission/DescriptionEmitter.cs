using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Kernels;
using CnnGen.Generator.Layers;
using CnnGen.Generator.Model;
using CnnGen.Generator.Planning;
using CnnGen.Generator.Writing;

namespace CnnGen.Generator.Emission;

/// <summary>The static description of a network.</summary>
internal static class DescriptionEmitter
{
    private const string Library = "global::CnnGen.";

    public static void Emit(SourceWriter writer, NetworkPlan plan, EquatableArray<Dialect> dialects)
    {
        NetworkModel model = plan.Model;
        MemoryUse memory = MemoryUse.Of(plan);
        writer.Document("summary", "Layers, shapes, parameters, costs, chosen forms and memory; its text is a table.");
        writer.Line(GeneratedCode.Attribute);
        writer.Line($"public static {Library}NetworkDescription Description {{ get; }} = new {Library}NetworkDescription(");
        using (writer.Indent())
        {
            writer.Line($"name: {Literals.Of(model.Type.PlainName)},");
            writer.Line($"inputShape: {Ints(model.HasSeveralInputs ? Shape.Of(model.InputSize) : model.Inputs[0].Shape)},");
            writer.Line($"outputShape: {Ints(model.HasSeveralHeads ? Shape.Of(model.OutputSize) : model.Heads[0].Tensor.Shape)},");
            EmitArchitecture(writer, model);
            writer.Line($"layoutFingerprint: {Literals.Of(Architecture.Fingerprint(OwnOrder.Of(plan)))},");
            EmitLayers(writer, plan, dialects);
            Array(writer, "parameters", "TensorDescription", plan.Parameters.Select(parameter =>
                $"{(parameter.IsTrained ? $"new {Library}TensorDescription" : Library + "TensorDescription.Frozen")}({Literals.Of(parameter.Name)}, " +
                $"{Text.Number(parameter.Offset)}, {string.Join(", ", parameter.Shape.Sizes.Select(Text.Number))})"));
            Array(writer, "buffers", "TensorDescription", plan.Kept.Select(tensor =>
                $"new {Library}TensorDescription({Literals.Of(tensor.Name)}, {Text.Number(tensor.Offset)}, " +
                $"{string.Join(", ", tensor.Average.Shape.Sizes.Select(Text.Number))})"));
            writer.Line($"sharedBytes: {Text.Number(memory.Shared)},");
            writer.Line($"instanceBytes: {Text.Number(memory.Instance)},");
            Array(writer, "memory", "MemoryDescription", MemoryUse.PartsOf(plan).Select(part =>
                $"new {Library}MemoryDescription({Literals.Of(part.Name)}, {Text.Number(part.Bytes)}, {Life(part)})"));
            writer.Line($"scalar: {Literals.Of(Literals.TypeOf(model.Options.Scalar))},");
            writer.Line($"batch: {Text.Number(model.Options.Batch)},");
            writer.Line($"isTrainable: {(model.IsTrainable ? "true" : "false")},");
            writer.Line($"loss: {(model is { IsTrainable: true, HasLoss: true } ? Literals.Of(Ends.Losses(model)) : "null")},");
            string optimizer = model.IsTrainable ? Literals.Of(model.Optimizer.Formula) : "null";
            bool hasNames = model.Heads[0].Name != null;
            writer.Line($"optimizer: {optimizer}{(model.HasSeveralInputs || hasNames ? "," : ");")}");
            if (model.HasSeveralInputs)
            {
                EmitEnds("inputs", model.Inputs.Select(input => $"{Literals.Of(input.Name)}, {Ints(input.Shape)}"), hasNames ? "," : ");");
            }

            if (hasNames) EmitEnds("outputs", model.Heads.Select(Output), ");");
        }

        static string Life(MemoryPart part)
        {
            if (part.First == null) return $"isShared: {(part.IsShared ? "true" : "false")}";
            return $"{Literals.Of(part.First)}, {(part.Last == null ? "null" : Literals.Of(part.Last))}";
        }

        string Output(Head head)
        {
            string loss = head.Loss is { } declared && model.IsTrainable ? Literals.Of(declared.Kind) : "null";
            return $"{Literals.Of(head.Name!)}, {Ints(head.Tensor.Shape)}, {loss}, {Literals.Of(head.Weight, Scalar.Double)}, " +
                $"{Text.Number(head.Loss is { TakesLabels: true } ? head.Tensor.Shape.Positions : 0)}";
        }

        void EmitEnds(string argument, IEnumerable<string> items, string end)
        {
            string type = argument == "inputs" ? "InputDescription" : "OutputDescription";
            writer.Line($"{argument}: new {Library}{type}[]");
            writer.Line("{");
            using (writer.Indent())
            {
                foreach (string item in items) writer.Line($"new {Library}{type}({item}),");
            }

            writer.Line("}" + end);
        }
    }

    /// <summary>What files are judged by.</summary>
    private static void EmitArchitecture(SourceWriter writer, NetworkModel model)
    {
        IReadOnlyList<string> lines = Architecture.Of(model);
        writer.Line($"fingerprint: {Literals.Of(Architecture.Fingerprint(lines))},");
        writer.Line("architecture: new[]");
        writer.Line("{");
        using (writer.Indent())
        {
            foreach (string line in lines) EmitText(writer, line, ",");
        }

        writer.Line("},");
    }

    private static void Array(SourceWriter writer, string argument, string type, IEnumerable<string> items)
    {
        List<string> list = items.ToList();
        if (list.Count == 0)
        {
            writer.Line($"{argument}: new {Library}{type}[0],");
            return;
        }

        writer.Line($"{argument}: new {Library}{type}[]");
        writer.Line("{");
        using (writer.Indent())
        {
            foreach (string item in list) writer.Line(item + ",");
        }

        writer.Line("},");
    }

    /// <summary>A layer on a line, with its options where they fit; each of its forms on one of its own.</summary>
    private static void EmitLayers(SourceWriter writer, NetworkPlan plan, EquatableArray<Dialect> dialects)
    {
        writer.Line($"layers: new {Library}LayerDescription[]");
        writer.Line("{");
        using (writer.Indent())
        {
            foreach (Layer layer in plan.Model.Layers)
            {
                List<string> forms = LayerTable.Forms(plan, layer.Name, dialects).ToList();
                string parameters = Text.Number(layer.Parameters.Sum(parameter => parameter.Shape.Count));
                string sources = string.Join(", ", layer.Inputs.Select(input => Literals.Of(SourceOf(input, plan.Model))));
                string head =
                    $"new {Library}LayerDescription({Literals.Of(layer.Name)}, {Literals.Of(layer.Kind)}, {Ints(layer.InputShape)}, " +
                    $"{Ints(layer.Output.Shape)}, {Text.Number(layer.Macs)}, {parameters}, new[] {{ {sources} }},";
                string options = Setting.Join(layer.Settings), line = $"{head} {Literals.Of(options)}", end = forms.Count == 0 ? ")," : ",";
                bool fits = line.Length + end.Length <= writer.Room;
                writer.Line(fits ? line + end : head);
                using (writer.Indent())
                {
                    if (!fits) EmitText(writer, options, end);
                    for (int i = 0; i < forms.Count; i++) EmitText(writer, forms[i], i < forms.Count - 1 ? "," : "),");
                }
            }
        }

        writer.Line("},");
    }

    /// <summary>
    /// What a layer reads: the layer that makes it, and what it is of that one unless its output; or the input, which says so where a layer has its name.
    /// </summary>
    private static string SourceOf(Tensor tensor, NetworkModel model) =>
        !tensor.IsInput ? tensor.Title : model.Layers.Any(layer => layer.Name == tensor.Name) ? "input " + tensor.Name : tensor.Name;

    /// <summary>A string, in pieces where it is too long for a line.</summary>
    private static void EmitText(SourceWriter writer, string text, string end)
    {
        // Quotes, a space, and what joins the pieces.
        List<string> pieces = text.Length == 0 ? new() { "" } : Wrap.Words(text, writer.Room - 10).ToList();
        writer.Line(Piece(0));
        using (writer.Indent())
        {
            for (int i = 1; i < pieces.Count; i++) writer.Line(Piece(i));
        }

        string Piece(int i) => i == pieces.Count - 1 ? Literals.Of(pieces[i]) + end : Literals.Of(pieces[i] + " ") + " +";
    }

    private static string Ints(Shape shape) => $"new[] {{ {string.Join(", ", shape.Sizes.Select(Text.Number))} }}";
}
