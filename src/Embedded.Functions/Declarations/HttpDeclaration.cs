using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;

namespace EmbeddedFunctions.Declarations;

/// <summary>An HTTP trigger as declared.</summary>
/// <param name="Level">Which key a call must bring.</param>
/// <param name="Methods">The methods answered, in upper case; empty: any.</param>
/// <param name="Template">The route template, prefix included, without a leading slash.</param>
/// <param name="Pattern">The same, parsed.</param>
internal sealed record HttpDeclaration(AuthorizationLevel Level, IReadOnlyList<string> Methods, string Template, RoutePattern Pattern);
