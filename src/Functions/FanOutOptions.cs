using System.ComponentModel.DataAnnotations;

namespace CharacterFanOut.Functions;

/// <summary>The settings of the function app, section <c>FanOut</c>.</summary>
public sealed class FanOutOptions : IValidatableObject
{
    public const string Section = "FanOut";
    public const string DefaultSchedule = "0 0 3 * * *";

    /// <summary>The most ids in one fan-out; 1,000,000 unless set.</summary>
    [Range(1, int.MaxValue)]
    public long MaxIds { get; set; } = FanOutLimits.DefaultMaxIds;

    /// <summary>When the scheduled fan-out starts: NCRONTAB with six fields; 03:00 daily unless set.</summary>
    [Required]
    public string Schedule { get; set; } = DefaultSchedule;

    /// <summary>The ids of the scheduled fan-out, such as <c>1-826</c>; none unless set, and then nothing is scheduled.</summary>
    public string ScheduledIds { get; set; } = "";

    /// <summary>How long finished fan-outs and their results are kept; 30 days unless set.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "3650.00:00:00")]
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long a fan-out waits for an upstream that is away, unless its request says; 1 hour unless set, at most 7 days.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00")]
    public TimeSpan OutageTimeout { get; set; } = FanOutRequest.DefaultOutageTimeout;

    /// <summary>Whether <c>notifyUri</c> may be plain http and point into private networks; not unless set.</summary>
    public bool AllowPrivateNotify { get; set; }

    /// <summary>The key that notices are signed with; without one, <c>notifyUri</c> is refused.</summary>
    public string NotifyKey { get; set; } = "";

    /// <summary>What a request may ask for.</summary>
    public FanOutLimits ToLimits() => new(MaxIds, AllowPrivateNotify, NotifyKey.Length > 0);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        string? wrong = null;
        try
        {
            var ids = IdSet.Parse(ScheduledIds);
            wrong = !ids.IsAll && ids.Count > MaxIds ? $"names {ids.Count} ids; at most {MaxIds} are allowed ({Section}:{nameof(MaxIds)})." : null;
        }
        catch (IdSetFormatException e)
        {
            wrong = $"cannot be read: {e.Message}";
        }

        if (wrong is not null)
        {
            yield return new ValidationResult($"{Section}:{nameof(ScheduledIds)} {wrong}", [nameof(ScheduledIds)]);
        }
    }
}
