namespace CnnGen.Benchmarks.Networks;

/// <summary>MobileNet v1 for 224×224 pictures, its batch normalisations folded into the convolutions.</summary>
[Network(3, 224, 224, ForwardOnly = true)]
[Conv(32, 3, Stride = 2, Padding = 1), ReLU]
[Conv(32, 3, Padding = 1, Groups = 32), ReLU, Conv(64, 1), ReLU]
[Conv(64, 3, Stride = 2, Padding = 1, Groups = 64), ReLU, Conv(128, 1), ReLU]
[Conv(128, 3, Padding = 1, Groups = 128), ReLU, Conv(128, 1), ReLU]
[Conv(128, 3, Stride = 2, Padding = 1, Groups = 128), ReLU, Conv(256, 1), ReLU]
[Conv(256, 3, Padding = 1, Groups = 256), ReLU, Conv(256, 1), ReLU]
[Conv(256, 3, Stride = 2, Padding = 1, Groups = 256), ReLU, Conv(512, 1), ReLU]
[Conv(512, 3, Padding = 1, Groups = 512), ReLU, Conv(512, 1), ReLU]
[Conv(512, 3, Padding = 1, Groups = 512), ReLU, Conv(512, 1), ReLU]
[Conv(512, 3, Padding = 1, Groups = 512), ReLU, Conv(512, 1), ReLU]
[Conv(512, 3, Padding = 1, Groups = 512), ReLU, Conv(512, 1), ReLU]
[Conv(512, 3, Padding = 1, Groups = 512), ReLU, Conv(512, 1), ReLU]
[Conv(512, 3, Stride = 2, Padding = 1, Groups = 512), ReLU, Conv(1024, 1), ReLU]
[Conv(1024, 3, Padding = 1, Groups = 1024), ReLU, Conv(1024, 1), ReLU]
[GlobalAvgPool]
[Dense(1000), Softmax]
internal sealed partial class MobileNet;
