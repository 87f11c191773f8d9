namespace EmbeddedFunctions.Invocation;

/// <summary>Waits for what a function returned and gives its value, with one implementation for each return type.</summary>
internal abstract class ReturnedValue
{
    public static ReturnedValue For(Type type)
    {
        if (type == typeof(void))
        {
            return new None();
        }

        if (type == typeof(ValueTask))
        {
            return new PlainValueTask();
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ValueTask<>))
        {
            return Create(typeof(OfValueTask<>), type.GetGenericArguments()[0]);
        }

        for (var at = type; at is not null; at = at.BaseType)
        {
            if (at.IsGenericType && at.GetGenericTypeDefinition() == typeof(Task<>))
            {
                return Create(typeof(OfTask<>), at.GetGenericArguments()[0]);
            }
        }

        return type.IsAssignableTo(typeof(Task)) ? new PlainTask() : new Value();
    }

    /// <summary>The type of the value itself: <c>T</c> of <c>Task&lt;T&gt;</c>.</summary>
    public static Type TypeOf(Type returned)
        => typeof(Task).IsAssignableFrom(returned) || returned == typeof(ValueTask)
            ? returned.IsGenericType ? returned.GetGenericArguments()[0] : typeof(void)
            : returned.IsGenericType && returned.GetGenericTypeDefinition() == typeof(ValueTask<>) ? returned.GetGenericArguments()[0] : returned;

    /// <summary>The value. It continues where it was awaited, so that an orchestrator stays on its own thread.</summary>
    public abstract ValueTask<object?> ReadAsync(object? returned);

    private static ReturnedValue Create(Type kind, Type result) => (ReturnedValue)Activator.CreateInstance(kind.MakeGenericType(result))!;

    private sealed class None : ReturnedValue
    {
        public override ValueTask<object?> ReadAsync(object? returned) => default;
    }

    private sealed class Value : ReturnedValue
    {
        public override ValueTask<object?> ReadAsync(object? returned) => new(returned);
    }

    private sealed class PlainTask : ReturnedValue
    {
        public override async ValueTask<object?> ReadAsync(object? returned)
        {
            await ((Task)returned!).ConfigureAwait(true);
            return null;
        }
    }

    private sealed class PlainValueTask : ReturnedValue
    {
        public override async ValueTask<object?> ReadAsync(object? returned)
        {
            await ((ValueTask)returned!).ConfigureAwait(true);
            return null;
        }
    }

    private sealed class OfTask<T> : ReturnedValue
    {
        public override async ValueTask<object?> ReadAsync(object? returned) => await ((Task<T>)returned!).ConfigureAwait(true);
    }

    private sealed class OfValueTask<T> : ReturnedValue
    {
        public override async ValueTask<object?> ReadAsync(object? returned) => await ((ValueTask<T>)returned!).ConfigureAwait(true);
    }
}
