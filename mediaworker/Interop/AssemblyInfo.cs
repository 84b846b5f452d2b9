using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

// Every signature is blittable: what C# passes is what C receives.
[assembly: DisableRuntimeMarshalling]
[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
