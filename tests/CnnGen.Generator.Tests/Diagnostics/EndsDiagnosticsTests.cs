using System.Threading.Tasks;
using CnnGen.Generator.Tests.Harness;
using Xunit;

namespace CnnGen.Generator.Tests.Diagnostics;

/// <summary>CNN0406 to CNN0413 and CNN0911: inputs, outputs, slices and states.</summary>
public sealed class EndsDiagnosticsTests
{
    private const string Word = "it names arguments and members, and so is letters, digits and underscores, with a letter first in each part";

    [Theory]
    [InlineData("[Network(3), Dense(2), Output({|CNN0406:\"a b\"|})]", "'a b' cannot name an Output: " + Word)]
    [InlineData("[Network(3), Dense(2), Output({|CNN0406:\"\"|})]", "'' cannot name an Output: " + Word)]
    [InlineData("[Network(3), Dense(2), Output({|CNN0406:null|})]", "'' cannot name an Output: " + Word)]
    [InlineData("[Network(3), Dense(2), Output({|CNN0406:\"_1\"|})]", "'_1' cannot name an Output: " + Word)]
    [InlineData("[Network(3), Input({|CNN0406:\"7\"|}, 2), Dense(2)]", "'7' cannot name an Input: " + Word)]
    public void InvalidName(string attributes, string message) => Expects(attributes, message);

    [Theory]
    [InlineData("[Network(3), Input(\"a\", 2), Concat(\"a\"), Tap({|CNN0402:\"a\"|}), Dense(2)]", "The name 'a' is taken by an Input before this one: choose another")]
    [InlineData("[Network(3), Input(\"a\", 2), Input({|CNN0402:\"a\"|}, 2), Concat(\"a\"), Dense(2)]", "The name 'a' is taken by an Input before this one: choose another")]
    [InlineData("[Network(3), Dense(2), Output(\"a\"), Dense(2), Output({|CNN0402:\"a\"|})]", "The name 'a' is taken by an Output before this one: choose another")]
    [InlineData("[Network(3), Dense(2), Output({|CNN0112:\"forward\"|})]", "The name 'forward' leads to the generated member 'Forward', which the network already has: choose another")]
    [InlineData("[Network(3), Dense(2), Output(\"a_b\"), Dense(2), Output({|CNN0112:\"aB\"|})]", "The name 'aB' leads to the generated member 'AB', which the network already has: choose another")]
    [InlineData("[Network(3), Input({|CNN0112:\"samples\"|}, 3), Add(\"samples\"), Dense(2)]", "The name 'samples' leads to the generated member 'samples', which the network already has: choose another")]
    [InlineData("[Network(3), Input({|CNN0112:\"order\"|}, 3), Add(\"order\"), Dense(2)]", "The name 'order' leads to the generated member 'order', which the network already has: choose another")]
    [InlineData("[Network(3), Dense(2), Output({|CNN0112:\"weight\"|}), MeanSquaredError, Dense(2), Output(\"b\"), MeanSquaredError]", "The name 'weight' leads to the generated member 'weight', which the network already has: choose another")]
    public void NameTaken(string attributes, string message) => Expects(attributes, message);

    [Theory]
    [InlineData("[Network(3), Dense(2), {|CNN0407:Input(\"a\", 2)|}, Concat(\"a\")]", "Dense stands before this Input; inputs come right after Network, before the first layer")]
    [InlineData("[Network(3), Input(\"a\", 2), Concat(\"a\"), {|CNN0407:Input(\"b\", 2)|}, Concat(\"b\"), Dense(2)]", "Concat stands before this Input; inputs come right after Network, before the first layer")]
    [InlineData("[{|CNN0104:Input(\"a\", 2)|}, Network(3), Concat(\"a\"), Dense(2)]", "Input stands before Network, which comes first: the layers read its shape")]
    [InlineData("[Network(3), Input(\"a\", {|CNN0201:0|}), Concat(\"a\"), Dense(2)]", "features of Input is at least 1; 0 came")]
    [InlineData("[{|CNN0303:Network(1100000000, ForwardOnly = true)|}, Input(\"a\", 1100000000), Tap(\"n\"), From(\"a\"), Slice(0, 1)]", "All inputs of a batch together would have 2,200,000,000 numbers; an array holds at most 2,147,483,591")]
    public void Inputs(string attributes, string message) => Expects(attributes, message);

    [Theory]
    [InlineData("[Network(3), Dense(2), {|CNN0408:MeanSquaredError|}, Output(\"a\")]", "MeanSquaredError stands behind Dense, which is no Output; in a network that declares outputs, a loss comes right after its own")]
    [InlineData("[Network(3), {|CNN0408:MeanSquaredError|}, Dense(2), Output(\"a\")]", "MeanSquaredError stands behind Network, which is no Output; in a network that declares outputs, a loss comes right after its own")]
    [InlineData("[Network(3), Dense(2), Output(\"a\"), MeanSquaredError, {|CNN0106:HalfSquaredError|}]", "HalfSquaredError is a second loss; MeanSquaredError already is the loss of the output")]
    [InlineData("[Network(3), Dense(2), Output(\"a\"), MeanSquaredError, Dense(2), {|CNN0409:Output(\"b\")|}]", "The output 'b' has no loss, and 'a' has one: write one after it, or leave all losses out")]
    [InlineData("[Network(3), Dense(2), {|CNN0409:Output(\"a\")|}, Dense(2), Output(\"b\"), Sgd, MeanSquaredError]", "The output 'a' has no loss, and 'b' has one: write one after it, or leave all losses out")]
    [InlineData("[Network(3), Dense(2), Output(\"a\"), {|CNN0105:Sgd|}, Dense(2), Output(\"b\")]", "Sgd stands before Output, a layer; loss and optimizer come after the last layer")]
    [InlineData("[Network(3), Dense(2), Output(\"a\"), {|CNN0108:CrossEntropy|}, Softmax, Output(\"b\"), MeanSquaredError]", "CrossEntropy needs probabilities, from Softmax or Sigmoid as the last layer, and the last layer is dense1; from logits, write SoftmaxCrossEntropy")]
    [InlineData("[Network(3), Dense(2), Output(\"a\"), {|CNN0410:ReLU|}]", "relu1, 2, comes last and is no output, while others are: write an Output after it, or leave it out")]
    [InlineData("[Network(3), Tap(\"x\"), Dense(2), Output(\"a\"), {|CNN0410:From(\"x\")|}]", "input, 3, comes last and is no output, while others are: write an Output after it, or leave it out")]
    [InlineData("[Network(3), Dense(2), Output(\"a\", {|CNN0204:Weight = double.NaN|}), MeanSquaredError]", "Weight of output1 is a finite number; NaN came")]
    public void Outputs(string attributes, string message) => Expects(attributes, message);

    [Theory]
    [InlineData("[Network(6), Slice(4, {|CNN0411:3|}), Dense(2)]", "slice1 takes features 4 to 6 of an input of 6, which has 6 features")]
    [InlineData("[Network(6), Slice({|CNN0411:6|}, 1), Dense(2)]", "slice1 takes features 6 to 6 of an input of 6, which has 6 features")]
    [InlineData("[Network(2, 4, 4), Slice(1, {|CNN0411:int.MaxValue|}), Dense(2)]", "slice1 takes channels 1 to 2147483647 of an input of 2×4×4, which has 2 channels")]
    [InlineData("[Network(6), Slice({|CNN0201:-1|}, 3), Dense(2)]", "start of slice1 is at least 0; -1 came")]
    [InlineData("[Network(6), Slice(1, {|CNN0201:0|}), Dense(2)]", "count of slice1 is at least 1; 0 came")]
    public void Slices(string attributes, string message) => Expects(attributes, message);

    [Theory]
    [InlineData("[Network(3, 8), Input(\"memory\", 16), GRU(16, {|CNN0412:State = \"memry\"|})]", "gru1 takes its state from an input, and none is called 'memry'; is 'memory' meant?")]
    [InlineData("[Network(3, 8), GRU(16, {|CNN0412:State = \"memory\"|})]", "gru1 takes its state from an input, and none is called 'memory'; there is none yet: place an Input right behind Network")]
    [InlineData("[Network(3, 8), Input(\"one\", 16), Input(\"two\", 4), Tap(\"memory\"), GRU(16, {|CNN0412:State = \"memory\"|}, Name = \"ear\")]", "ear takes its state from an input, and none is called 'memory'; the inputs are 'one', 'two'")]
    [InlineData("[Network(3, 8), Input(\"one\", 16), LSTM(8, {|CNN0412:State = \"\"|})]", "lstm1 takes its state from an input, and none is called ''; the inputs are 'one'")]
    [InlineData("[Network(3, 8), Input(\"memory\", 16), LSTM(16, {|CNN0413:State = \"memory\"|})]", "The state of lstm1 is a list of 32 numbers, 16 units and as many cells, and the input 'memory' is 16: write Input(\"memory\", 32)")]
    [InlineData("[Network(3, 8), Input(\"memory\", 3, 1), GRU(3, {|CNN0413:State = \"memory\"|})]", "The state of gru1 is a list of 3 numbers, and the input 'memory' is 3×1: write Input(\"memory\", 3)")]
    [InlineData("[Network(3, 8), Input(\"memory\", 3), GRU(1, {|CNN0413:State = \"memory\"|})]", "The state of gru1 is a list of 1 number, and the input 'memory' is 3: write Input(\"memory\", 1)")]
    [InlineData("[Network(3, 8), Input(\"memory\", 3), GRU(3, State = \"memory\"), GRU(3, {|CNN0402:State = \"memory\"|})]", "The name 'memoryOut' is taken by a GRU before this one: choose another")]
    [InlineData("[Network(3, 8), Input(\"memory\", 3), Input(\"memoryOut\", 3), GRU(3, {|CNN0402:State = \"memory\"|}), Flatten, Concat(\"memoryOut\")]", "The name 'memoryOut' is taken by an Input before this one: choose another")]
    [InlineData("[Network(3, 8), Input(\"memory\", 3), GRU(3, State = \"memory\"), Dense(2), Output({|CNN0402:\"memoryOut\"|})]", "The name 'memoryOut' is taken by a GRU before this one: choose another")]
    [InlineData("[Network(3, 8), Input(\"memory\", 3), GRU(3, {|CNN0112:State = \"memory\"|}), Dense(2), Output(\"memory_out\")]", "The name 'memoryOut' leads to the generated member 'MemoryOut', which the network already has: choose another")]
    [InlineData("[Network(3, 8), Input(\"memory\", 3), GRU(3, State = \"memory\"), Dense(2), Output(\"a\"), MeanSquaredError, Dense(2), {|CNN0409:Output(\"b\")|}]", "The output 'b' has no loss, and 'a' has one: write one after it, or leave all losses out")]
    [InlineData("[Network(3, 8), Input(\"memory\", 3), GRU({|CNN0201:0|}, State = \"memory\"), Flatten, Concat(\"memoryOut\")]", "units of gru1 is at least 1; 0 came")]
    [InlineData("[Network(3, 8), Input(\"memory\", 3), GRU(3, {|CNN0412:State = \"memry\"|}), Flatten, Concat(\"memoryOut\")]", "gru1 takes its state from an input, and none is called 'memry'; is 'memory' meant?")]
    [InlineData("[Network(3, 8), Input(\"memory\", 3), LSTM(3, {|CNN0413:State = \"memory\"|}), Flatten, Concat(\"memoryOut\")]", "The state of lstm1 is a list of 6 numbers, 3 units and as many cells, and the input 'memory' is 3: write Input(\"memory\", 6)")]
    public void States(string attributes, string message) => Expects(attributes, message);

    [Theory]
    [InlineData("[Network(3), {|CNN0911:Input(\"a\", 2)|}, Dense(3)]", "No layer reads the input 'a': leave it out, or name it in an Add, Multiply, Concat or From")]
    [InlineData("[Network(3), Dense(3), Softmax, Output(\"a\"), {|CNN0903:SoftmaxCrossEntropy|}, Dense(2), Output(\"b\"), SoftmaxCrossEntropy]", "SoftmaxCrossEntropy computes the softmax itself, and its input is already one, softmax1: leave Softmax out, or write CrossEntropy")]
    [InlineData("[Network(3), Dense(3), Output(\"a\"), SoftmaxCrossEntropy, Dense(1), Output(\"b\"), {|CNN0904:SoftmaxCrossEntropy|}]", "SoftmaxCrossEntropy is over one class, the only label of an output of 1, so that there is nothing to tell apart: two classes are two outputs")]
    public async Task Hints(string attributes, string message) => Assert.Equal(message, Assert.Single(await Expect.Hints(Source.Network(attributes))).Message);

    [Theory]
    [InlineData("[Network(3), Input(\"class\", 3), Add(\"class\"), Dense(2), Output(\"new\"), MeanSquaredError, Dense(2), Output(\"this\"), MeanSquaredError]")]
    [InlineData("[Network(3), Input(\"a\", 3), Tap(\"n\"), From(\"a\"), Dense(2), Tap(\"d\"), From(\"d\"), Output(\"same\"), Output(\"again\")]")]
    [InlineData("[Network(3, ForwardOnly = true, Batch = 3), Input(\"a\", 3), Add(\"a\"), Dense(2), Output(\"b\"), Tap(\"c\"), Dense(2), Add(\"c\"), Output(\"e\")]")]
    [InlineData("[Network(3, Batch = 3), Dense(4), Output(\"b\"), SoftmaxCrossEntropy, Softmax, Output(\"e\"), CrossEntropy, Adam]")]
    [InlineData("[Network(3), Output(\"in\"), Dense(4), Output(\"b\")]")]
    [InlineData("[Network(3, 8), Input(\"output\", 4), LSTM(2, State = \"output\"), GRU(3, State = null), SoftmaxCrossEntropy]")]
    [InlineData("[Network(3, 1, ForwardOnly = true, Batch = 3), Input(\"this\", 4), GRU(4, State = \"this\"), Tap(\"t\"), From(\"thisOut\"), Dense(2)]")]
    [InlineData("[Network(3, 8, InputGradient = false), Input(\"m\", 4), GRU(4, State = \"m\", Frozen = true), Output(\"a\"), Tap(\"t\"), From(\"m\"), Output(\"b\")]")]
    public void Sound(string attributes) => Assert.Empty(Expect.Errors(Source.Network(attributes)));

    /// <summary>What stands in for a faulty network has an argument and a property for each end as well.</summary>
    [Fact]
    public void OneMistake_IsOneMessage() => Assert.Single(Expect.Errors("""
        using CnnGen;
        [Network(3), Input("vector", 2), Concat("vector"), Dense({|CNN0201:0|})]
        [Output("policy"), SoftmaxCrossEntropy, Dense(1), Output("value"), MeanSquaredError]
        public partial class Net { }
        public static class User
        {
            public static float Use(Net net)
            {
                float[] numbers = new float[Net.InputSize];
                int[] labels = new int[1];
                net.Forward(numbers, vector: numbers);
                float loss = net.Loss(labels, numbers) + net.Loss(policy: labels, value: numbers, weight: 2) + net.Loss(numbers, numbers);
                return loss + net.Policy[0] + net.Value[0] + net.VectorGradient[0] + ((ITrainableNetwork<float>)net).Loss(numbers, labels, 1);
            }
        }
        """));

    /// <summary>And for each state.</summary>
    [Theory]
    [InlineData("GRU(4, {|CNN0413:State = \"memory\"|}), Dense(2)")]
    [InlineData("GRU(3, State = \"memory\"), GRU(2, {|CNN0412:State = \"memry\"|}), Dense(2)")]
    public void OneMistake_LeavesTheStates(string layers) => Assert.Single(Expect.Errors($$"""
        using CnnGen;
        [Network(2, 5), Input("memory", 3), {{layers}}]
        [SoftmaxCrossEntropy]
        public partial class Net { }
        public static class User
        {
            public static float Use(Net net)
            {
                float[] numbers = new float[Net.InputSize];
                net.Forward(numbers, memory: numbers);
                float loss = net.Loss(output: numbers) + net.Loss(output: new int[1], weight: 2);
                return loss + net.Output[0] + net.MemoryOut[0] + net.MemoryGradient[0];
            }
        }
        """));

    private static void Expects(string attributes, string message) => Assert.Equal(message, Expect.Message(Source.Network(attributes)));
}
