using System;

namespace CnnGen.Benchmarks.Training;

/// <summary>A network that is trained, by the name that it has in every batch.</summary>
internal sealed record TrainingSubject(string Name, Func<int, ITrainableNetwork<float>> Create);
