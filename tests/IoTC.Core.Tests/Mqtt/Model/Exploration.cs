using System;
using System.Collections.Generic;

namespace IoTC.Core.Tests.Mqtt.Model;

/// <summary>Every interleaving of a small scenario: all that can happen happens, in every order, and states that were seen are not gone through again.</summary>
internal sealed class Exploration
{
    private static readonly ScenarioAction[] Actions = Enum.GetValues<ScenarioAction>();
    private readonly Scenario _scenario;
    private readonly HashSet<ulong> _visited = [];

    public Exploration(Scenario scenario) => _scenario = scenario;

    /// <summary>Different states.</summary>
    public long States => _visited.Count;

    /// <summary>Steps from one state to another.</summary>
    public long Transitions { get; private set; }

    /// <summary>States in which nothing more can happen.</summary>
    public long Ends { get; private set; }

    /// <summary>The longest way from the beginning.</summary>
    public int Depth { get; private set; }

    /// <summary>Whether the limit of depth has cut anything off.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Goes through all states up to a depth, breadth first, so that a state is met on its shortest way.</summary>
    /// <returns>What does not hold, with the way to it, or <see langword="null"/>.</returns>
    public string? Run(int maxDepth, long maxStates)
    {
        var level = new List<(ScenarioState State, Step? Way)> { (new ScenarioState(_scenario), null) };
        _visited.Add(level[0].State.Hash());
        while (level.Count > 0)
        {
            var next = new List<(ScenarioState, Step?)>();
            foreach ((ScenarioState state, Step? way) in level)
            {
                string? failure = Expand(state, way, next);
                if (failure != null) return failure;
            }

            if (next.Count == 0) break;
            Depth++;
            if (Depth >= maxDepth || States >= maxStates)
            {
                IsCut = true;
                break;
            }

            level = next;
        }

        return null;
    }

    private string? Expand(ScenarioState state, Step? way, List<(ScenarioState State, Step? Way)> next)
    {
        bool isEnd = true;
        foreach (ScenarioAction action in Actions)
        {
            var step = new Step(action, way);
            try
            {
                ScenarioState after = DeepCopy.Of(state);
                if (!after.TryDo(action)) continue;
                isEnd = false;
                Transitions++;
                if (!_visited.Add(after.Hash())) continue;
                next.Add((after, step));

                // From every state, a quiet network brings everything to its end.
                DeepCopy.Of(after).Finish();
            }
            catch (ModelFailure failure)
            {
                return failure.Message + Environment.NewLine + step;
            }
        }

        if (isEnd) Ends++;
        return null;
    }

    private sealed record Step(ScenarioAction Action, Step? Before)
    {
        public override string ToString() => Before == null ? Action.ToString() : Before + " " + Action;
    }
}
