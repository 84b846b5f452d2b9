namespace Serverless.Worker.Media;

/// <summary>Where the shards enter the worker's services.</summary>
internal static class MediaPlaneRegistration
{
    /// <summary>Registers <see cref="IMediaPlane"/>, which speaks to <see cref="IMediaEvents"/>.</summary>
    public static IServiceCollection AddMediaPlane(this IServiceCollection services) => services.AddSingleton<IMediaPlane, MediaPlane>();
}
