namespace CnnGen.Generator.Kernels;

/// <summary>A size in a kernel's text: a number, or a parameter's name where kernels that differ in it are one method, which is told it.</summary>
internal readonly struct Size
{
    private Size(string text, int value, bool isTold)
    {
        Text = text;
        Value = value;
        IsTold = isTold;
    }

    /// <summary>As a factor or a bound: a number, a name, or a product of them.</summary>
    public string Text { get; }

    /// <summary>What it is in the kernel that is written; of a size that is told, the text must not depend on it.</summary>
    public int Value { get; }

    public bool IsTold { get; }

    /// <summary>A size that the method is told.</summary>
    public static Size Told(string name, int value) => new(name, value, true);

    public static implicit operator Size(int value) => new(Model.Text.Number(value), value, false);

    public static Size operator *(Size left, Size right)
    {
        if (!left.IsTold && !right.IsTold) return left.Value * right.Value;
        if (!left.IsTold && left.Value == 1) return right;
        if (!right.IsTold && right.Value == 1) return left;
        return Told($"{left.Text} * {right.Text}", left.Value * right.Value);
    }

    /// <summary>A loop over so many.</summary>
    public Loop Loop(string variable) => Loop(variable, 1);

    /// <summary>A loop in steps over so many.</summary>
    public Loop Loop(string variable, Size step) => new(variable, Value, step.Value, IsTold ? Text : null) { StepText = step.Text };

    public override string ToString() => Text;
}
