using Microsoft.Extensions.Options;

namespace CharacterFanOut.Characters;

/// <summary>The ranges that the attributes state, checked by generated code.</summary>
[OptionsValidator]
internal sealed partial class CharacterApiOptionsRangeValidator : IValidateOptions<CharacterApiOptions>;
