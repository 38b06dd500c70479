//HintName: Greeting.g.cs
namespace Made
{
    public static class Greeting
    {
        public const string Text = "Grüß Gott";
    }
}
