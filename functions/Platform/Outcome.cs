using System.Diagnostics.CodeAnalysis;

namespace Serverless.Functions.Platform;

/// <summary>A value, or the problem that the caller is told instead. Exceptions are for bugs.</summary>
internal readonly struct Outcome<T>
    where T : notnull
{
    private Outcome(T? value, Failure? failure)
    {
        Value = value;
        Failure = failure;
    }

    public T? Value { get; }

    public Failure? Failure { get; }

    [MemberNotNullWhen(true, nameof(Failure))]
    [MemberNotNullWhen(false, nameof(Value))]
    public bool Failed => Failure is not null;

    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(Failure failure) => new(default, failure);
}
