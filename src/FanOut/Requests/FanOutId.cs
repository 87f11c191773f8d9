namespace CharacterFanOut;

/// <summary>What a fan-out may be called.</summary>
public static class FanOutId
{
    /// <summary>The longest id: 100 characters.</summary>
    public const int MaxLength = 100;

    /// <summary>What ids of scheduled fan-outs begin with; others may not.</summary>
    public const string ScheduledPrefix = "scheduled-";

    /// <summary>Says what is wrong with an id that a caller chose; null when nothing is.</summary>
    public static string? WhatIsWrongWith(string id)
    {
        if (id.Length is 0 or > MaxLength)
        {
            return $"must have 1 to {MaxLength} characters, not {id.Length}.";
        }

        if (!char.IsAsciiLetterOrDigit(id[0]) || !id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            return $"\"{id}\" must consist of the letters a-z and A-Z, digits, - and _, and begin with a letter or a digit.";
        }

        return id.StartsWith(ScheduledPrefix, StringComparison.OrdinalIgnoreCase)
            ? $"\"{id}\" must not begin with \"{ScheduledPrefix}\": these are the names of scheduled fan-outs."
            : null;
    }
}
