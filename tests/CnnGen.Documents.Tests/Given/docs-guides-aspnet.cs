namespace Document;

public sealed partial class Page
{
    private readonly string[] args = [];
}
