using System.Text.Json;
using System.Text.Json.Serialization;

namespace Serverless.Functions.People;

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Person))]
[JsonSerializable(typeof(TenantPerson))]
[JsonSerializable(typeof(SignIn))]
internal sealed partial class PeopleRows : JsonSerializerContext;
