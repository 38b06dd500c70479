using System;
using System.Collections.Generic;
using System.Linq;
using CnnGen.Onnx;
using CnnGen.Onnx.Importing;
using CnnGen.Onnx.Importing.Graphs;
using CnnGen.Onnx.Importing.Printing;
using CnnGen.Tool.Printing;

namespace CnnGen.Tool.Inspecting;

/// <summary>Prints what is in an ONNX model, and whether it can be imported.</summary>
internal static class ModelReport
{
    private const int MostRefusals = 10;

    public static void Print(string path, OnnxImportOptions options)
    {
        Survey survey = OnnxImport.Survey(path, options);
        Graph graph = survey.Graph;
        Console.WriteLine($"{Names.Shown(graph.File)}: opset {graph.Opset}{(graph.Producer.Length == 0 ? "" : $", made by {graph.Producer}")}");
        foreach (GraphInput input in graph.Inputs) Console.WriteLine($"input {Names.Shown(input.Name)} {Dims.Text(input.Shape)}");
        foreach (string output in graph.Outputs) Console.WriteLine($"output {Names.Shown(output)}");
        Console.WriteLine();
        Listing listing = new("node", "operator", "output", ">weights");
        foreach (SurveyedNode row in survey.Nodes)
        {
            string kind = row.Node.Domain.Length == 0 ? row.Node.Operator : $"{row.Node.Domain}.{row.Node.Operator}";
            listing.Add(row.Node.Name, kind, row.Shape is null ? "?" : Dims.Text(row.Shape), row.Weights == 0 ? "" : Listing.Count(row.Weights));
        }

        listing.Print();
        string folded = survey.Folded == 0 ? "" : $", and {Listing.Count(survey.Folded)} that compute constants";
        Console.WriteLine($"{Listing.Count(survey.Nodes.Count)} nodes{folded}; {Listing.Count(survey.Nodes.Sum(row => row.Weights))} weights");
        Console.WriteLine();
        Verdict(path, options, survey.Nodes.Select(row => row.Refusal).OfType<string>().ToList());
    }

    private static void Verdict(string path, OnnxImportOptions options, List<string> refusals)
    {
        try
        {
            OnnxImport.Read(path, options);
            Console.WriteLine("It can be imported.");
        }
        catch (OnnxImportException refusal)
        {
            Console.WriteLine($"It cannot be imported as it is. {refusal.Message}");
            if (refusals.Count < 2) return;
            Console.WriteLine("What cannot be declared in it:");
            foreach (string reason in refusals.Take(MostRefusals)) Console.WriteLine($"  {reason}");
            if (refusals.Count > MostRefusals) Console.WriteLine($"  and {refusals.Count - MostRefusals} more");
        }
    }
}
