using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace EmbeddedFunctions.DurableTask.Tests.ProgrammingModel.Context;

public sealed class ReplaySafeLoggingTests
{
    [Fact]
    public void CreateReplaySafeLogger_WhileReplaying_IsSilent()
    {
        var log = new ListLoggerFactory();
        var context = new FakeOrchestrationContext(log);
        var logger = context.CreateReplaySafeLogger("Orders");

        context.Replaying = true;
        logger.LogInformation("again");
        context.Replaying = false;
        logger.LogInformation("once");

        Assert.Equal(["Orders: once"], log.Lines);
        Assert.True(logger.IsEnabled(LogLevel.Information));
    }

    [Fact]
    public void CreateReplaySafeLogger_Types_AreTheCategories()
    {
        var log = new ListLoggerFactory();
        var context = new FakeOrchestrationContext(log);

        context.CreateReplaySafeLogger<ListLoggerFactory>().LogInformation("generic");
        context.CreateReplaySafeLogger(typeof(ListLoggerFactory)).LogInformation("typed");
        context.ReplaySafeLoggerFactory.CreateLogger("Factory").LogInformation("factory");

        var category = typeof(ListLoggerFactory).FullName;
        Assert.Equal([$"{category}: generic", $"{category}: typed", "Factory: factory"], log.Lines);
    }

    [Fact]
    public void ReplaySafeLoggerFactory_WhileReplaying_MakesSilentLoggers()
    {
        var log = new ListLoggerFactory();
        var context = new FakeOrchestrationContext(log) { Replaying = true };

        context.ReplaySafeLoggerFactory.CreateLogger("Factory").LogInformation("again");

        Assert.Empty(log.Lines);
        Assert.Same(context.ReplaySafeLoggerFactory, context.ReplaySafeLoggerFactory);
    }

    [Fact]
    public void ReplaySafeLoggerFactory_Disposed_LeavesTheFactoryUnderneath()
    {
        var log = new ListLoggerFactory();
        var context = new FakeOrchestrationContext(log);

        context.ReplaySafeLoggerFactory.Dispose();

        Assert.False(log.Disposed);
        Assert.Throws<NotSupportedException>(() => context.ReplaySafeLoggerFactory.AddProvider(null!));
    }

    [Fact]
    public void CreateReplaySafeLogger_ContextThatWrapsAnother_AsksTheOuterOneOnly()
    {
        var log = new ListLoggerFactory();
        var inner = new FakeOrchestrationContext(log) { Replaying = true };
        var outer = new FakeOrchestrationContext { LoggersOf = _ => inner.ReplaySafeLoggerFactory };

        outer.CreateReplaySafeLogger("Outer").LogInformation("once");

        Assert.Equal(["Outer: once"], log.Lines);
    }

    [Fact]
    public void CreateReplaySafeLogger_LoggerFactoryThatLeadsBack_Throws()
    {
        var context = new FakeOrchestrationContext { LoggersOf = self => self.ReplaySafeLoggerFactory };

        var error = Assert.Throws<InvalidOperationException>(() => context.CreateReplaySafeLogger("Loop"));

        Assert.Contains("LoggerFactory", error.Message, StringComparison.Ordinal);
    }
}
