using CnnGen;
using MyNet._1;

MemorySamples<float> training = Strokes.Draw(count: 3000, seed: 1), validation = Strokes.Draw(500, seed: 2), test = Strokes.Draw(1000, seed: 3);

var network = new StrokeNet(seed: 1);
using var trainer = new Trainer<float>(network);   // all cores; their number does not change the result
FitResult result = trainer.Fit(training, new()
{
    Epochs = 6,
    LearningRate = Schedule.Cosine(0.02),
    Validation = validation,
});

foreach (EpochResult epoch in result.Epochs)
{
    Console.WriteLine($"epoch {epoch.Epoch}: loss {epoch.Loss:F4}, validation accuracy {epoch.ValidationAccuracy:P1}");
}

Console.WriteLine($"test accuracy {network.Evaluate(test).Accuracy:P1}");
