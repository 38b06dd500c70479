// Stand-ins: Unity's own library cannot be had here.
namespace UnityEngine
{
    public class MonoBehaviour { }

    public sealed class TextAsset
    {
        public byte[] bytes { get; } = [];
    }
}
