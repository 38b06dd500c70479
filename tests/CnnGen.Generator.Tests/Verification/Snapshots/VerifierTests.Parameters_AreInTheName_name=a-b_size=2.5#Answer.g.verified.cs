//HintName: Answer.g.cs
namespace Made
{
    public static class Answer { }
}