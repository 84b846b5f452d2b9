namespace Serverless.Local.PubSub.Filters;

internal enum FilterTokenKind
{
    Word,
    Text,
    Number,
    Open,
    Close,
    Comma,
    End,
}
