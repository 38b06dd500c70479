using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace CnnGen.Generator.Diagnostics;

/// <summary>
/// The diagnostics, one page each under docs/diagnostics. Numbers are never used again: 00 the class, 01 the declaration, 02 arguments,
/// 03 shapes, 09 warnings.
/// </summary>
internal static partial class Rules
{
    private const string Category = "CnnGen";
    private const string Help = "https://github.com/cnngen/cnngen/blob/main/docs/diagnostics/";

    /// <summary>The errors, by number.</summary>
    public static IReadOnlyDictionary<string, DiagnosticDescriptor> Errors => LazyErrors.ById;

    // A class of its own, so that the fields of every part of Rules are set before they are gathered.
    private static class LazyErrors
    {
        public static readonly IReadOnlyDictionary<string, DiagnosticDescriptor> ById = new[]
        {
            NotPartial,
            ContainerNotPartial,
            Generic,
            Static,
            Abstract,
            Record,
            FileLocal,
            PrimaryConstructor,
            ConstructorTaken,
            NamedLikeMember,
            MemberTaken,
            ConstructorNotChained,
            BaseNeedsArguments,
            OldLanguage,
            NoLayer,
            SecondDeclaration,
            WithoutNetwork,
            NetworkNotFirst,
            EndBeforeLayer,
            SecondLoss,
            SecondOptimizer,
            LossNeedsProbabilities,
            SameName,
            InvalidName,
            NameTaken,
            UnknownLayer,
            TooSmall,
            BiasConflict,
            GroupsDoNotDivide,
            NotAFraction,
            NesterovWithoutMomentum,
            UnknownScalar,
            UnknownConstant,
            Circle,
            WrongCount,
            UnknownValue,
            FrozenConflict,
            BiasOnlyWithoutBias,
            SameWithPadding,
            OfTwoAxes,
            TooManyBytes,
            DoesNotFit,
            PaddingPastWindow,
            TooLarge,
            NotSpatial,
            OutputPaddingTooLarge,
            NothingLeft,
            NotSoRearranged,
            UnknownTap,
            SecondTap,
            NamelessTap,
            LeavesTensor,
            CannotJoin,
            InvalidEndName,
            InputNotFirst,
            LossWithoutOutput,
            HeadWithoutLoss,
            NoOutput,
            SliceOutOfRange,
            UnknownState,
            StateDoesNotFit,
        }.ToDictionary(rule => rule.Id);
    }
}
