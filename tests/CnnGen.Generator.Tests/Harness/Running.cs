using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Xunit;

namespace CnnGen.Generator.Tests.Harness;

/// <summary>What builds must run: constructs every network of an assembly and sends a sample through it, and back where it can be trained.</summary>
internal static class Running
{
    /// <returns>How many networks there were.</returns>
    public static int All(Assembly assembly, string source)
    {
        List<Type> networks = assembly.GetTypes()
            .Where(type => !type.ContainsGenericParameters && !type.IsAbstract && type.IsClass && type.GetCustomAttributes<NetworkAttribute>().Any())
            .ToList();
        foreach (Type type in networks)
        {
            Exception? thrown = Record.Exception(() =>
            {
                object instance = Activator.CreateInstance(type, nonPublic: true)!;
                if (instance is INetwork<double> wide) Run(wide, 1.0);
                else Run((INetwork<float>)instance, 1f);
            });
            if (thrown != null) Assert.Fail($"{type.FullName} builds and throws {thrown.GetType().Name}: {thrown.Message}\n{source}");
        }

        return networks.Count;
    }

    private static void Run<T>(INetwork<T> network, T one) where T : unmanaged
    {
        Assert.Equal(network.OutputSize, network.Forward(Ones(network.InputSize, one)).Length);
        if (network is ITrainableNetwork<T> trainable) trainable.Backward(Ones(network.OutputSize, one));
    }

    private static T[] Ones<T>(int count, T one)
    {
        T[] values = new T[count];
        Array.Fill(values, one);
        return values;
    }
}
