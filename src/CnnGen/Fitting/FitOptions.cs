using System;

namespace CnnGen;

/// <summary>How <see cref="Trainer{T}.Fit"/> trains.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class FitOptions<T> where T : unmanaged
{
    /// <summary>Passes over the samples; at least 1.</summary>
    public int Epochs { get; set; } = 1;

    /// <summary>Samples of each step, at least 1; the last step of an epoch has what is left.</summary>
    public int BatchSize { get; set; } = 32;

    /// <summary>The learning rate: a number, or a <see cref="Schedule"/>.</summary>
    public Schedule LearningRate { get; set; } = Schedule.Constant(0.01);

    /// <summary>From which the order of the samples and their variants follow. (What the network starts from is its own.)</summary>
    public int Seed { get; set; }

    /// <summary>Whether the samples come in a new random order each epoch; otherwise in their own.</summary>
    public bool Shuffle { get; set; } = true;

    /// <summary>Samples that the network is evaluated on behind each epoch, and does not learn from; null: none.</summary>
    public ISampleSource<T>? Validation { get; set; }

    /// <summary>
    /// Whether the network has at the end the parameters and buffers of the epoch with the smallest validation loss, where there are samples for validation.
    /// The optimizer's state and the steps are those of the last.
    /// </summary>
    public bool KeepBest { get; set; } = true;

    /// <summary>After how many epochs in a row without a smaller validation loss training stops; 0: never.</summary>
    public int Patience { get; set; }

    /// <summary>
    /// A file that training goes on from where it is there, and that is saved before the first step, behind each epoch, and where training is cancelled;
    /// null: none. What goes on from it has the bits of what was not interrupted.
    /// </summary>
    public string? Checkpoint { get; set; }

    /// <summary>After how many steps the checkpoint is saved within an epoch too; 0: never.</summary>
    public int CheckpointSteps { get; set; }

    /// <summary>
    /// Is told of each step, and of each validation, on the training thread before it goes on. What it does with it is its own: a <see cref="Progress{T}"/>
    /// allocates.
    /// </summary>
    public IProgress<FitProgress>? Progress { get; set; }
}
