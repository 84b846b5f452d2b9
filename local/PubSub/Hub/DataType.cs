namespace Serverless.Local.PubSub.Hub;

internal enum DataType
{
    Json,
    Text,
    Binary,
}
