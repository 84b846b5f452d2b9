namespace Serverless.Local.PubSub.Hub;

internal enum Permission
{
    JoinLeaveGroup,
    SendToGroup,
}
