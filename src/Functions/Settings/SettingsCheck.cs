using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using CharacterFanOut.Characters;
using CharacterFanOut.Functions.Reports;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CharacterFanOut.Functions.Settings;

/// <summary>Checks the app's own sections by the options that they are bound to: unknown settings are logged, values that cannot be read stop the start.</summary>
internal sealed partial class SettingsCheck(IConfiguration configuration, ILogger<SettingsCheck> logger) : IHostedService
{
    private static readonly (string Section, Type Options)[] Sections =
    [
        (FanOutOptions.Section, typeof(FanOutOptions)),
        (ReportsOptions.Section, typeof(ReportsOptions)),
        (CharacterApiOptions.SectionName, typeof(CharacterApiOptions)),
    ];

    /// <summary>The settings that have no effect, each with the nearest one that has.</summary>
    public static IEnumerable<(string Setting, string? Nearest)> FindUnknown(IConfiguration configuration) =>
        from section in Sections
        let known = Properties(section.Options).Select(property => property.Name).ToList()
        from setting in configuration.GetSection(section.Section).GetChildren()
        where !known.Contains(setting.Key, StringComparer.OrdinalIgnoreCase)
        select (setting.Path, NearestName.Find(setting.Key, known) is { } near ? $"{section.Section}:{near}" : null);

    /// <summary>Checks that every value can be converted, before the options are bound.</summary>
    /// <exception cref="OptionsValidationException">Names the setting, its value and what to write.</exception>
    public static void CheckValues<T>(IConfigurationSection section)
        where T : class, new()
    {
        var wrong = from property in Properties(typeof(T))
                    let text = section[property.Name]
                    where text is not null && !CanConvert(property.PropertyType, text)
                    select $"{section.Path}:{property.Name} is '{text}', which is not {Expected(property, new T())}.";
        if (wrong.ToList() is { Count: > 0 } failures)
        {
            throw new OptionsValidationException(Options.DefaultName, typeof(T), failures);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var (setting, nearest) in FindUnknown(configuration))
        {
            if (nearest is null)
            {
                Log.Unknown(logger, setting);
            }
            else
            {
                Log.UnknownWithNearest(logger, setting, nearest);
            }
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static IEnumerable<PropertyInfo> Properties(Type options) =>
        options.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite || property.PropertyType == typeof(IDictionary<string, string>));

    private static bool CanConvert(Type type, string text)
    {
        if (text.Length == 0 && type != typeof(string))
        {
            // The binder keeps the default for some types and fails for others; an empty value is no value.
            return Nullable.GetUnderlyingType(type) is not null || !type.IsValueType;
        }

        try
        {
            TypeDescriptor.GetConverter(type).ConvertFromInvariantString(text);
            return true;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or OverflowException or NotSupportedException)
        {
            return false;
        }
    }

    private static string Expected(PropertyInfo property, object defaults) => property.PropertyType switch
    {
        { IsEnum: true } type => $"one of {string.Join(", ", Enum.GetNames(type))}",
        var type when type == typeof(bool) => "true or false",
        var type => $"a {(type == typeof(TimeSpan) ? "time" : type == typeof(Uri) ? "URL" : "number")} such as {Convert.ToString(property.GetValue(defaults), CultureInfo.InvariantCulture)}",
    };

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The setting {Setting} does not exist and has no effect.")]
        public static partial void Unknown(ILogger logger, string setting);

        [LoggerMessage(2, LogLevel.Warning, "The setting {Setting} does not exist and has no effect. Did you mean {Nearest}?")]
        public static partial void UnknownWithNearest(ILogger logger, string setting, string nearest);
    }
}
