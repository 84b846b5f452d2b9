using Microsoft.Extensions.FileProviders;

namespace Serverless.Local.Studio;

/// <summary>Serves the built Studio. Its pages are paths of a single-page app, so an unknown path gets the app.</summary>
internal static class StudioFiles
{
    private static readonly string[] ApiRoots = ["/v2", "/internal", "/manage", "/events", "/studio", "/sweep"];

    public static void UseStudioFiles(this WebApplication app, string folder)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        var files = new PhysicalFileProvider(folder);
        app.Use(async (context, next) =>
        {
            if (IsPage(context.Request))
            {
                context.Request.Path = files.GetFileInfo(context.Request.Path).Exists ? context.Request.Path : "/index.html";
            }

            await next();
        });
        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = files,

            // Names of assets carry a hash of their content; the page that names them must be asked for anew.
            OnPrepareResponse = response => response.Context.Response.Headers.CacheControl =
                response.File.Name == "index.html" ? "no-cache" : "public, max-age=31536000, immutable",
        });
    }

    private static bool IsPage(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && !ApiRoots.Any(root => request.Path.StartsWithSegments(root));
}
