using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Tasks;

namespace CnnGen.Orleans;

/// <summary>Who may take part in federations by HTTP. Exactly one of the three ways is chosen.</summary>
public sealed class FederatedEndpointOptions
{
    private byte[][] hashes = [];

    /// <summary>Whether anybody may, without a token: for tries, and where something in front has asked already.</summary>
    public bool AllowAnyone { get; set; }

    /// <summary>
    /// Decides by the bearer token, the federation, and the client, which is null where one only asks for a round. With a token for each client, none can
    /// speak for another.
    /// </summary>
    public Func<FederatedCaller, ValueTask<bool>>? Validate { get; set; }

    /// <summary>Tokens of which each opens all federations to any client.</summary>
    /// <param name="tokens">The tokens, of 16 characters or more, in ASCII.</param>
    /// <exception cref="ArgumentException">One is too short, or holds what no header can.</exception>
    public void Tokens(params IEnumerable<string> tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        string[] all = tokens.ToArray();
        const int Shortest = 16;
        if (Array.FindIndex(all, token => token is not { Length: >= Shortest } || token.Any(c => c is <= ' ' or > '~')) is >= 0 and int bad)
        {
            throw new ArgumentException($"Expected tokens of {Shortest} printable characters of ASCII or more; number {bad + 1} is none.", nameof(tokens));
        }

        hashes = all.Select(Hash).ToArray();
    }

    /// <exception cref="InvalidOperationException">Not one way is chosen.</exception>
    internal void Check()
    {
        int ways = (AllowAnyone ? 1 : 0) + (Validate != null ? 1 : 0) + (hashes.Length > 0 ? 1 : 0);
        if (ways != 1) throw new InvalidOperationException("Who may take part in federations? Expected one of Tokens, Validate and AllowAnyone.");
    }

    internal ValueTask<bool> MayTakePart(FederatedCaller caller)
    {
        if (AllowAnyone) return new(true);
        if (caller.Token.Length == 0) return new(false);
        if (Validate != null) return Validate(caller);

        // Hashes have one length, and are compared in one time.
        byte[] hash = Hash(caller.Token);
        bool isKnown = false;
        foreach (byte[] known in hashes) isKnown |= CryptographicOperations.FixedTimeEquals(hash, known);
        return new(isKnown);
    }

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}

/// <summary>Who asks a federation for something by HTTP.</summary>
/// <param name="Token">The bearer token.</param>
/// <param name="Federation">The federation's name.</param>
/// <param name="Client">Whose update it is; null where a round is asked for.</param>
public sealed record FederatedCaller(string Token, string Federation, string? Client);
