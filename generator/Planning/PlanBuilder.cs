using System.Collections.Generic;
using System.Linq;
using CnnGen.Generator.Layers;
using CnnGen.Generator.Model;

namespace CnnGen.Generator.Planning;

/// <summary>Gathers the steps of a network while each layer adds its own.</summary>
internal sealed class PlanBuilder
{
    private readonly NetworkModel model;
    private readonly Dictionary<Tensor, Slot> values = new();
    private readonly Dictionary<Tensor, Slot> gradients = new();
    private readonly Dictionary<string, Slot> parameters = new();
    private readonly HashSet<Tensor> wanted = new();
    private List<Step> steps = new();

    public PlanBuilder(NetworkModel model)
    {
        this.model = model;
        values[model.Input] = Slot.CallerInput(model.Input.Shape);
        if (model.Options.InputGradient) wanted.Add(model.Input);
        foreach (Layer layer in model.Layers)
        {
            if (layer.Parameters.Count > 0 || wanted.Contains(layer.Input)) wanted.Add(layer.Output);
            foreach (Parameter parameter in layer.Parameters)
            {
                parameters[layer.Name + "." + parameter.Role] = new Slot(Text.Pascal(layer.Name) + Text.Pascal(parameter.Role), Store.Parameters, parameter.Shape, PerSample: false);
            }
        }
    }

    public Scalar Scalar => model.Options.Scalar;

    public int Batch => model.Options.Batch;

    public bool IsTrainable => model.IsTrainable;

    /// <summary>Where a tensor's numbers are.</summary>
    public Slot Value(Tensor tensor) => values[tensor];

    /// <summary>A place of its own for the tensor that a layer makes.</summary>
    public Slot MakeValue(Layer layer) => values[layer.Output] = Buffer(layer, "Output", layer.Output.Shape);

    /// <summary>The tensor that a layer makes is the one it reads, or takes its place.</summary>
    public Slot ShareValue(Layer layer) => values[layer.Output] = values[layer.Input];

    /// <summary>Whether a layer may write what it makes over what it reads.</summary>
    public bool MayOverwriteInput(Layer layer)
    {
        // The caller's numbers are the caller's; and what somebody still has to read stays as it is. What counts is the place: by
        // Flatten or in place, several tensors may be in one.
        Slot place = values[layer.Input];
        if (place.Store == Store.Caller || model.Layers.Count(other => other.Input == layer.Input) > 1) return false;
        return !IsTrainable || !model.Layers.Any(other => other.BackwardReadsOutput && values.TryGetValue(other.Output, out Slot output) && output == place);
    }

    /// <summary>Whether anybody wants the gradient of a tensor: a parameter before it, or the caller, for the input.</summary>
    public bool WantsGradient(Tensor tensor) => wanted.Contains(tensor);

    /// <summary>Where the gradient of a tensor is.</summary>
    public Slot Gradient(Tensor tensor) => gradients[tensor];

    /// <summary>A place of its own for the gradient of what a layer reads.</summary>
    public Slot MakeGradient(Layer layer) => MakeGradient(layer.Input);

    /// <summary>The gradient of what a layer reads takes the place of the gradient of what it makes.</summary>
    public Slot ShareGradient(Layer layer) => gradients[layer.Input] = gradients[layer.Output];

    public Slot MakeGradient(Tensor tensor) =>
        gradients[tensor] = new Slot(Text.Pascal(tensor.Name) + (tensor == model.Input ? "Gradient" : "OutputGradient"), Store.Activations, tensor.Shape, PerSample: true);

    /// <summary>A buffer of a layer, for each sample of a batch.</summary>
    public Slot Buffer(Layer layer, string role, Shape shape, Store store = Store.Activations) => new(Text.Pascal(layer.Name) + role, store, shape, PerSample: true);

    /// <summary>A parameter of a layer.</summary>
    public Slot Parameter(Layer layer, string role) => parameters[layer.Name + "." + role];

    /// <summary>The gradient of a parameter of a layer.</summary>
    public Slot ParameterGradient(Layer layer, string role) => Parameter(layer, role) with { Store = Store.Gradients };

    /// <summary>Adds a step: a slot for each port of the kernel.</summary>
    public void Add(string layer, string pass, Kernel kernel, params Slot[] slots) => steps.Add(new Step(layer, pass, kernel, slots.ToEquatableArray()));

    /// <summary>Adds a step of a layer.</summary>
    public void Add(Layer layer, string pass, Kernel kernel, params Slot[] slots) => Add(layer.Name, pass, kernel, slots);

    /// <summary>The steps added since the last call.</summary>
    public EquatableArray<Step> TakeSteps()
    {
        EquatableArray<Step> taken = steps.ToEquatableArray();
        steps = new List<Step>();
        return taken;
    }
}
