namespace CnnGen.Orleans;

/// <summary>Says how good a candidate of a population is.</summary>
/// <typeparam name="T">The network's number type.</typeparam>
/// <remarks>
/// Each compute thread of a silo has an instance, and a network, of its own. The result depends on the network's parameters and the arguments alone: the same
/// candidate may be evaluated twice, on two machines, and has the same bits there. Between machines that differ that takes networks declared
/// <c>Reproducible</c>, and the same care in a simulation.
/// </remarks>
public interface IFitness<T> where T : unmanaged
{
    /// <summary>Evaluates a candidate.</summary>
    /// <param name="network">The network with its parameters, which are not to be changed; not training.</param>
    /// <param name="generation">The generation, from 0.</param>
    /// <param name="seed">The same for all candidates of a generation, so that all meet the same chances; another one in each generation.</param>
    /// <returns>The more the better. What is not finite ranks behind all that is.</returns>
    double Evaluate(INetwork<T> network, long generation, long seed);
}
