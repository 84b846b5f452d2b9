using BenchmarkDotNet.Running;

// Nothing asked for: run everything. Otherwise BenchmarkDotNet's own options (--filter, --list, --help …).
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args.Length == 0 ? ["--filter", "*"] : args);
